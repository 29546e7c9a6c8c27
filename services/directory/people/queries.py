"""What is read of people; ``seen_people`` says what of somebody an asker may see, for all."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.directory.people.models import (
    FormerName,
    Person,
    addresses,
    entries,
    former_names,
    people,
)
from services.directory.people.values import AddressKind, Asker, Bonds, FormerKind, SeenBy
from services.directory.photos.queries import PHOTO_ID, PHOTOS, SEEN_BY, shows
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, paginate
from shared.database.reach import crossing
from shared.messaging.event import SANDBOX

Found = TypeVar("Found")

PERSON_ID: ColumnElement[UUID] = Person.id.expression
PEOPLE = select(Person)
STANDS_ALONE = Person.merged_into.is_not(None) == false()  # no index of SQLite's begins with it
_SEEN_BY = entries.c.name_seen_by.type
_NETWORK, _OFFICE = literal(SeenBy.NETWORK, _SEEN_BY), literal(SeenBy.OFFICE, _SEEN_BY)
_NAME_SEEN_BY = func.coalesce(entries.c.name_seen_by, _NETWORK)
_AMONG = in_list(people.c.id, "ids")
_BY_ID = select(people).where(people.c.tenant == bindparam("tenant"), _AMONG)
_NAMES = crossing(select(people.c.id, people.c.given_name, people.c.family_name)).where(_AMONG)
MOST_MERGES = 20
PEOPLE_IN_ORDER = (Person.family_name, Person.given_name, Person.id)  # as ``paginate`` takes it


async def people_by_id(
    session: AsyncSession, tenant: str, ids: Iterable[UUID]
) -> dict[UUID, Row[Any]]:
    """Those people of the municipality that are known."""
    given = {"tenant": tenant, "ids": list(ids)}
    return {row.id: row for row in await session.execute(_BY_ID, given)} if given["ids"] else {}


async def page_of(
    session: AsyncSession, tenant: str, among: Select[Any], page: KeysetRequest
) -> Page[Person]:
    """Of these ids those of the municipality, in the order in which they became known."""
    query = select(Person).where(Person.tenant == tenant, Person.id.in_(among))
    return await paginate(session, query, page, by=(Person.id,), columns=())


async def names_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What people are called, wherever they belong."""
    found = await session.execute(_NAMES, {"ids": wanted}) if (wanted := list(ids)) else ()
    return {person_id: f"{given} {family}" for person_id, given, family in found}


def with_names(
    query: Select[Found], person_id: InstrumentedAttribute[UUID]
) -> tuple[Select[Found], Sequence[ColumnElement[str]]]:
    """Joined to the people, and by what it is then sorted: family name, given name."""
    keys = [people.c.name_key.label("name"), people.c.given_name.label("given_name")]
    return query.join(people, people.c.id == person_id), keys


def belongs_to(tenant: str) -> ColumnElement[bool]:
    """Of people: whether they belong to the municipality."""
    return Person.tenant.expression == tenant


def people_of(tenant: str) -> Select[Any]:
    """The ids of those who belong to the municipality."""
    return select(Person.id).where(Person.tenant == tenant)


def people_called(text: str) -> Select[Any]:
    """The ids of those who are found by a text."""
    return select(Person.id).where(Person.matches(text))


async def written_to_at(session: AsyncSession, tenant: str, address: str) -> Sequence[Person]:
    """People of the municipality who are written to at the address, which is in lower case."""
    theirs = (Person.tenant == tenant, func.lower(Person.email) == address)
    query = select(Person).where(*theirs, Person.merged_into.is_(None))
    return (await session.scalars(query.order_by(Person.id))).all()


async def survivor_of(session: AsyncSession, tenant: str, person_id: UUID) -> UUID | None:
    """Who stands for somebody who was merged, at the end of all merges; None for others."""
    found: UUID | None = None
    for _ in range(MOST_MERGES):
        mine = (people.c.tenant == tenant, people.c.id == (found or person_id))
        following = (await session.execute(select(people.c.merged_into).where(*mine))).scalar()
        if following is None:
            break
        found = following
    return found


async def merged_into(session: AsyncSession, tenant: str, person_id: UUID) -> Sequence[UUID]:
    """The ids of those for whom somebody stands."""
    theirs = (people.c.tenant == tenant, people.c.merged_into == person_id)
    return (await session.scalars(select(people.c.id).where(*theirs).order_by(people.c.id))).all()


async def standing_for(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> dict[UUID, set[UUID]]:
    """The ids of all for whom each of these stands, at the end of all merges."""
    found: dict[UUID, set[UUID]] = {key: set() for key in ids}
    roots = {key: key for key in ids}
    while roots:
        theirs = (people.c.tenant == tenant, in_list(people.c.merged_into, "ids"))
        query = select(people.c.id, people.c.merged_into).where(*theirs)
        rows = (await session.execute(query, {"ids": list(roots)})).all()
        roots = {row.id: roots[row.merged_into] for row in rows}
        for key, root in roots.items():
            found[root].add(key)
    return found


async def people_anywhere(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Person]:
    """Those people that are known, of whichever municipality: for whom may see them anyway."""
    query = crossing(select(Person).where(in_list(people.c.id, "ids")))
    return {each.id: each for each in await session.scalars(query, {"ids": list(ids)})}


async def people_named(
    session: AsyncSession, tenant: str | None, text: str, also: Collection[UUID], limit: int
) -> Sequence[Person]:
    """By parts of a name, and ``also`` these; of all municipalities without ``tenant``."""
    found = or_(Person.id.in_(also), Person.matches(text))
    there = Person.tenant != SANDBOX if tenant is None else Person.tenant == tenant
    query = select(Person).where(found, Person.merged_into.is_(None), there)
    in_order = (Person.name_key, Person.given_name, Person.id)
    return (await session.scalars(query.order_by(*in_order).limit(limit))).all()


def seen_people(asker: Asker, bonds: Bonds) -> Subquery:
    """The people whom the asker may see, with what they may see of each; the rest is NULL.

    Unless somebody chose otherwise, whoever signs in for the municipality sees names, and the
    address of who acts for an organization; everything else is for the office. Who works or acts
    here no more is seen by the office alone. Of oneself one sees everything but the office's note.
    """
    own = _own(asker)
    usual = case((bonds.acts, _NETWORK), else_=_OFFICE)
    mail_seen_by = func.coalesce(entries.c.email_seen_by, usual)
    languages_seen_by = func.coalesce(entries.c.languages_seen_by, _OFFICE)
    hours_seen_by = func.coalesce(entries.c.hours_seen_by, _OFFICE)

    def shown(seen_by: ColumnElement[Any], column: ColumnElement[str]) -> ColumnElement[Any]:
        return case((or_(own, _open(asker, bonds, seen_by)), column)).label(column.key)

    office = asker.seen_by is SeenBy.OFFICE
    listed = or_(entries.c.name_seen_by.is_(None), _open(asker, bonds, entries.c.name_seen_by))
    if not office:
        listed = and_(listed, or_(bonds.stands, bonds.employed))
    plain = ("id", "given_name", "family_name", "name_key", "search_text", "version")
    query = select(
        *(people.c[name] for name in plain),
        shown(mail_seen_by, people.c.email),
        shown(languages_seen_by, entries.c.languages),
        shown(hours_seen_by, entries.c.hours),
        (entries.c.note if office else literal("")).label("note"),
        _NAME_SEEN_BY.label("name_seen_by"),
        mail_seen_by.label("email_seen_by"),
        languages_seen_by.label("languages_seen_by"),
        hours_seen_by.label("hours_seen_by"),
        or_(own, _open(asker, bonds, hours_seen_by)).label("shows_hours"),
        func.coalesce(entries.c.version, 0).label("entry_version"),
        func.coalesce(entries.c.chosen, false()).label("chosen"),
        bonds.employed.label("employed"),
        case((or_(own, _open(asker, bonds, SEEN_BY)), PHOTO_ID)).label("photo_id"),
    )
    chosen = people.outerjoin(entries, _entry_of(asker))
    pictured = chosen.outerjoin(PHOTOS, shows(people.c.id, asker.tenant))
    return query.select_from(pictured).where(*_here(asker), or_(own, listed)).subquery("seen")


def _here(asker: Asker) -> Sequence[ColumnElement[bool]]:
    mine = (people.c.tenant == asker.tenant, people.c.merged_into.is_(None))
    by_choice = entries.c.name_seen_by == SeenBy.PUBLIC  # not entered by everybody
    return (*mine, by_choice) if asker.seen_by is SeenBy.PUBLIC else mine


def _entry_of(asker: Asker) -> ColumnElement[bool]:
    """A person's, among those of the municipality, so that no others are read."""
    return and_(entries.c.person_id == people.c.id, entries.c.tenant == asker.tenant)


def seen_addresses(asker: Asker, bonds: Bonds) -> Select[Any]:
    """What holds today of the addresses that the asker may see, of people they see."""
    today = (
        ~addresses.c.mistaken,
        or_(addresses.c.valid_from.is_(None), addresses.c.valid_from <= asker.today),
        or_(addresses.c.last_day.is_(None), addresses.c.last_day >= asker.today),
    )
    joined = select(addresses).join(people, people.c.id == addresses.c.person_id)
    allowed = or_(_own(asker), _open(asker, bonds, addresses.c.seen_by))
    order = (addresses.c.kind, addresses.c.recorded_at, addresses.c.id)
    return joined.where(addresses.c.tenant == asker.tenant, allowed, *today).order_by(*order)


def whose_hours_are_seen(asker: Asker, bonds: Bonds) -> Select[Any]:
    """The ids of those who show the asker their hours, if the asker sees them at all."""
    hours_seen_by = func.coalesce(entries.c.hours_seen_by, _OFFICE)
    query = select(people.c.id).outerjoin(entries, _entry_of(asker))
    allowed = or_(_own(asker), _open(asker, bonds, hours_seen_by))
    return query.where(people.c.tenant == asker.tenant, allowed)


def _own(asker: Asker) -> ColumnElement[bool]:
    return false() if asker.person_id is None else people.c.id == asker.person_id


def _open(asker: Asker, bonds: Bonds, seen_by: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(seen_by.in_(asker.opened), and_(bonds.employed, seen_by == SeenBy.OFFICE))


def called_before(tenant: str, text: str) -> Select[Any]:
    """The ids of those who once had a name that is found by the text."""
    right = former_names.c.kind != FormerKind.MISTAKEN
    query = select(former_names.c.person_id).where(former_names.c.tenant == tenant, right)
    return query.where(FormerName.matches(text))


async def former_names_of(
    session: AsyncSession, tenant: str, person_id: UUID
) -> Sequence[Row[Any]]:
    """What somebody was called, and was called wrongly; the newest first."""
    theirs = (former_names.c.tenant == tenant, former_names.c.person_id == person_id)
    query = select(former_names).where(*theirs)
    return (await session.execute(query.order_by(former_names.c.recorded_at.desc()))).all()


async def every_address_of(
    session: AsyncSession, tenant: str, person_id: UUID
) -> Sequence[Row[Any]]:
    """Of somebody, those of former days and of days to come, and mistakes; the newest first."""
    theirs = (addresses.c.tenant == tenant, addresses.c.person_id == person_id)
    query = select(addresses).where(*theirs)
    return (await session.execute(query.order_by(addresses.c.recorded_at.desc()))).all()


async def ever_called(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Sequence[Row[Any]]:
    """Person, given name, family name, and whether that is no present one; mistakes are none."""
    now = select(
        people.c.id, people.c.given_name, people.c.family_name, false().label("former")
    ).where(people.c.tenant == tenant, in_list(people.c.id, "ids"))
    before = select(
        former_names.c.person_id, former_names.c.given_name, former_names.c.family_name, true()
    ).where(
        former_names.c.tenant == tenant,
        former_names.c.kind != FormerKind.MISTAKEN,
        in_list(former_names.c.person_id, "ids"),
    )
    return (await session.execute(union_all(now, before), {"ids": list(ids)})).all()


async def mails_of(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """Person and address, wherever they are written to or were."""
    now = select(people.c.id, people.c.email).where(
        people.c.tenant == tenant, in_list(people.c.id, "ids")
    )
    more = select(addresses.c.person_id, addresses.c.value).where(
        addresses.c.tenant == tenant,
        addresses.c.kind == AddressKind.MAIL,
        ~addresses.c.mistaken,
        in_list(addresses.c.person_id, "ids"),
    )
    return (await session.execute(union_all(now, more), {"ids": list(ids)})).all()


def to_match(tenant: str) -> Select[Any]:
    """The ids of those of whom nobody has looked yet whom they may be, too."""
    waiting = (~people.c.matched, people.c.merged_into.is_(None))
    return select(people.c.id).where(people.c.tenant == tenant, *waiting)
