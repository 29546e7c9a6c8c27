"""People as whoever asks may see them, and what they do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Subquery, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts import queries as accounts
from services.directory.bonds import queries as bonds
from services.directory.cover.queries import absences_of
from services.directory.cover.values import Absence
from services.directory.employments.values import Employment
from services.directory.entries.forms import PersonSearch
from services.directory.entries.values import Choices, Function, Hour, Reached, Seen
from services.directory.functions.queries import functions_of
from services.directory.people import queries as people
from services.directory.people.values import Asker, SeenBy
from services.directory.presences.values import Weekday
from services.directory.sight import queries as sight
from services.directory.sight.queries import bonds_of, kind_of, values_of
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind, Role
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.database.search import begins_with, holds_words
from shared.web.sessions.person import Me
from shared.web.tokens import ApiClient

_COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("listed", "Name"),
        ("work", "Funktion"),
        ("mails", "E-Mail"),
        ("phone", "Telefon"),
        ("languages", "Sprachen"),
    )
)


def asker_of(me: Me, today: date) -> Asker:
    """The office sees what is the office's, a carrier's clerk that of the carrier's people."""
    carrier_id = me.organization_id if me.role is AccessRole.CARRIER else None
    office = me.role in (AccessRole.COORDINATOR, AccessRole.OPERATOR)
    seen_by = SeenBy.OFFICE if office else SeenBy.NETWORK
    return Asker(me.tenant, seen_by, today, me.person_id, carrier_id)


def asker_of_program(client: ApiClient, today: date) -> Asker:
    """A carrier's system sees of the carrier's people what the carrier may see."""
    return Asker(client.tenant, SeenBy.NETWORK, today, carrier_id=client.organization_id)


def seen_by(asker: Asker) -> Subquery:
    """Everybody whom the asker may see."""
    return people.seen_people(asker, bonds_of(asker))


def search_for(
    text: str = "", role: Role | None = None, kind: OrganizationKind | None = None
) -> PersonSearch:
    """What ``page_of`` takes."""
    return PersonSearch(text=text, role=role, kind=kind)


async def page_of(
    session: AsyncSession,
    asker: Asker,
    search: PersonSearch,
    page: KeysetRequest,
    among: Select[Any] | None = None,
    without: UUID | None = None,
) -> Page[Seen]:
    """Those whom the asker may see, by name; only of ``among``, which are ids, but for one."""
    seen = sight.seen(kind_of(asker))
    wanted = _looked_for(asker, seen, search)
    if among is not None:
        wanted = [*wanted, seen.c.id.in_(among)]
    if without is not None:
        wanted = [*wanted, seen.c.id != without]
    query = select(seen.c.id).where(*wanted)
    by = (seen.c.name_key.label("listed"), seen.c.given_name.label("given_name"), seen.c.id)
    values = values_of(asker)
    found = await paginate(session, query, page, by=by, columns=_COLUMNS, values=values)
    return await described(session, found, partial(_in_order, asker))


async def called(session: AsyncSession, asker: Asker, text: str, most: int) -> Sequence[UUID]:
    """The ids of those whom the asker may see under a name or an address, by name.

    First are those of whose names one begins so.
    """
    seen = sight.seen(kind_of(asker))
    named = holds_words(seen.c.search_text, text)
    if "@" in text:
        part = _literally(text.strip().lower())
        named = or_(named, seen.c.email.ilike(f"%{part}%", escape="\\"))
    if asker.seen_by is SeenBy.OFFICE:
        named = or_(named, seen.c.id.in_(people.called_before(asker.tenant, text)))
    order = (begins_with(seen.c.search_text, text).desc(), seen.c.name_key, seen.c.given_name)
    query = select(seen.c.id).where(named).order_by(*order, seen.c.id).limit(most)
    return (await session.scalars(query, values_of(asker))).all()


def _looked_for(
    asker: Asker, seen: Subquery, search: PersonSearch
) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.text:
        found.append(_holds(asker, seen, search.text))
    if search.role is not None or search.kind is not None:
        does = _does(asker, search)
        found.append(seen.c.id.in_(people.people_of(asker.tenant).where(does)))
    return found


def _does(asker: Asker, search: PersonSearch) -> ColumnElement[bool]:
    acts = bonds.acts(search.role, search.kind)
    if search.kind is not None:
        return acts
    if search.role is Role.WORKER:
        return or_(acts, bonds.works(asker.today))
    if search.role is Role.COORDINATOR:
        coordinates = accounts.holds(asker.tenant, AccessRole.COORDINATOR, asker.today)
        return or_(acts, coordinates)
    return acts


def _holds(asker: Asker, seen: Subquery, text: str) -> ColumnElement[bool]:
    """What is not seen does not match: it is NULL there. Former names are the office's to know."""
    part = text.strip().lower()
    reached = people.seen_addresses(asker, bonds_of(asker)).order_by(None).subquery("reached")
    at = reached.c.value.ilike(f"%{_literally(part)}%", escape="\\")
    found = [
        holds_words(seen.c.search_text, text),
        seen.c.email.ilike(f"%{_literally(part)}%", escape="\\"),
        seen.c.languages.ilike(f"%{_literally(part)}%", escape="\\"),
        seen.c.id.in_(select(reached.c.person_id).where(at)),
    ]
    if asker.seen_by is SeenBy.OFFICE:
        found.append(seen.c.id.in_(people.called_before(asker.tenant, text)))
    return or_(*found)


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def _in_order(asker: Asker, session: AsyncSession, ids: Sequence[UUID]) -> list[Seen]:
    found = await seen_of(session, asker, ids)
    return [found[key] for key in ids if key in found]


async def seen_of(session: AsyncSession, asker: Asker, ids: Sequence[UUID]) -> Mapping[UUID, Seen]:
    """Those of these whom the asker may see, with what they do."""
    return (await seen_by_each(session, [asker], ids))[0]


async def seen_by_each(
    session: AsyncSession, askers: Sequence[Asker], ids: Sequence[UUID]
) -> Sequence[Mapping[UUID, Seen]]:
    """The same as each of several sees it, who ask in the same municipality on the same day."""
    allowed = [
        (await session.execute(sight.seen_among(kind_of(each)), _given(each, ids))).all()
        for each in askers
    ]
    theirs = list({row.id: row for rows in allowed for row in rows})
    if not theirs:
        return [{} for _ in askers]
    jobs = await bonds.of_people(session, askers[0].tenant, theirs, askers[0].today)
    functions = await functions_of(session, askers[0], theirs, jobs)
    pairs = zip(askers, allowed, strict=True)
    return [await _described(session, each, rows, functions, jobs) for each, rows in pairs]


async def _described(
    session: AsyncSession,
    asker: Asker,
    rows: Sequence[Row[Any]],
    functions: Mapping[UUID, Sequence[Function]],
    jobs: Sequence[Employment],
) -> Mapping[UUID, Seen]:
    """With what the asker may see of where each is reached, and when."""
    if not rows:
        return {}
    mine = {row.id: functions[row.id] for row in rows}
    addresses = await _addresses(session, asker, list(mine))
    hours = await _office_hours(session, asker, mine)
    showing = {row.id for row in rows if row.shows_hours}
    shown = [each.id for each in jobs if each.worker_id in showing]
    away = await absences_of(session, asker, shown)
    return {
        row.id: _seen(row, mine[row.id], addresses[row.id], hours[row.id], away[row.id])
        for row in rows
    }


def _given(asker: Asker, ids: Sequence[UUID]) -> Mapping[str, Any]:
    return {**values_of(asker), "ids": list(ids)}


async def one(session: AsyncSession, asker: Asker, person_id: UUID) -> Seen | None:
    """One of them; None where the asker may not see them."""
    return (await seen_of(session, asker, [person_id])).get(person_id)


def _seen(
    row: Row[Any],
    functions: Sequence[Function],
    addresses: Sequence[Reached],
    office_hours: Sequence[Hour],
    absences: Sequence[Absence],
) -> Seen:
    choices = Choices(row.name_seen_by, row.email_seen_by, row.languages_seen_by, row.hours_seen_by)
    return Seen(
        id=row.id,
        given_name=row.given_name,
        family_name=row.family_name,
        version=row.version,
        email=row.email or "",
        languages=row.languages or "",
        hours=row.hours or "",
        note=row.note or "",
        choices=choices,
        entry_version=row.entry_version,
        chosen=bool(row.chosen),
        employed=bool(row.employed),
        photo_id=row.photo_id,
        functions=functions,
        addresses=addresses,
        office_hours=office_hours,
        absences=absences,
    )


async def _addresses(
    session: AsyncSession, asker: Asker, ids: Sequence[UUID]
) -> Mapping[UUID, list[Reached]]:
    found: defaultdict[UUID, list[Reached]] = defaultdict(list)
    query = sight.addresses_among(kind_of(asker))
    for row in await session.execute(query, _given(asker, ids)):
        each = Reached(row.kind, row.value, row.seen_by, row.id, row.valid_from)
        found[row.person_id].append(each)
    return found


async def _office_hours(
    session: AsyncSession, asker: Asker, functions: Mapping[UUID, Sequence[Function]]
) -> Mapping[UUID, Sequence[Hour]]:
    """Those of the schools at which these people are; of former ones nothing is said."""
    found: defaultdict[UUID, list[Hour]] = defaultdict(list)
    query = sight.presences_among(kind_of(asker))
    for row in await session.execute(query, _given(asker, list(functions))):
        schools = {each.school_number: each.place for each in functions[row.person_id]}
        if row.school_number in schools:
            at = (row.school_number, schools[row.school_number])
            hour = Hour(row.id, *at, Weekday(row.weekday), row.begins, row.ends, row.place)
            found[row.person_id].append(hour)
    for hours in found.values():
        hours.sort(key=lambda each: list(Weekday).index(each.weekday))
    return found
