"""Merges as the office reads them, and what one would do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.bonds.queries import numbered_people
from services.directory.entries import queries as entries
from services.directory.entries.values import Seen
from services.directory.merges.models import Merge
from services.directory.merges.values import (
    CALLED,
    MERGING,
    ONE,
    PAGES,
    SAID,
    UNDONE_WITHIN,
    Both,
    Touched,
)
from services.directory.models import metadata
from services.directory.moved_rows.queries import counted_of, key_of, place_of, rows_of
from services.directory.moved_rows.values import GONE
from services.directory.organizations.queries import names_of_organizations
from services.directory.people.queries import people_by_id, survivor_of
from services.directory.people.values import Asker
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.database.reach import crossing
from shared.german import short_date
from shared.json import Json
from shared.web.problem import Problem
from shared.web.sessions.person import Me

COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("survivor", "Person"),
        ("merged", "War auch angelegt als"),
        ("merged_at", "Zusammengeführt"),
        ("undone_at", "Zurückgenommen"),
    )
)
_TOLD = {
    place: (CALLED[name], SAID[rule])
    for place, rule in MERGING.items()
    for name in [place.partition(".")[0]]
    if rule in SAID and name in CALLED
}
"""What the office reads of what happens to a place."""
Change = tuple[str, int, int, str]
"""What, how many of it the first has and the second, and what becomes of it."""


@dataclass(frozen=True)
class Merged:
    """A merge with the names of both."""

    row: Merge
    survivor: str
    merged: str

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def merged_at(self) -> datetime:
        return self.row.merged_at

    @property
    def undone_at(self) -> datetime | None:
        return self.row.undone_at

    def may_be_undone(self, now: datetime) -> bool:
        return self.undone_at is None and now <= self.merged_at + UNDONE_WITHIN

    @property
    def until(self) -> datetime:
        return self.merged_at + UNDONE_WITHIN


async def page_of(session: AsyncSession, tenant: str, page: KeysetRequest) -> Page[Merged]:
    """The municipality's, the latest first."""
    latest = replace(page, sort=page.sort or "-merged_at")
    query, by = select(Merge).where(Merge.tenant == tenant), (Merge.merged_at, Merge.id)
    found = await paginate(session, query, latest, by=by, columns=COLUMNS)

    async def describe(later: AsyncSession, rows: Sequence[Merge]) -> Sequence[Merged]:
        return await _described(later, tenant, rows)

    return await described(session, found, describe)


async def one(session: AsyncSession, tenant: str, merge_id: UUID) -> Merged:
    """One of them; raises ``NoResultFound``."""
    query = select(Merge).where(Merge.tenant == tenant, Merge.id == merge_id)
    [found] = await _described(session, tenant, [(await session.scalars(query)).one()])
    return found


async def of_person(session: AsyncSession, tenant: str, person_id: UUID) -> Sequence[Merged]:
    """Of which somebody is one of both, and that holds."""
    theirs = or_(Merge.survivor_id == person_id, Merge.merged_id == person_id)
    query = select(Merge).where(Merge.tenant == tenant, theirs, Merge.undone_at.is_(None))
    rows = (await session.scalars(query.order_by(Merge.merged_at))).all()
    return await _described(session, tenant, rows)


async def survivor_seen(session: AsyncSession, asker: Asker, person_id: UUID) -> UUID | None:
    """Who stands for somebody who was merged, where the asker may see them."""
    survivor = await survivor_of(session, asker.tenant, person_id)
    if survivor is None or await entries.one(session, asker, survivor) is None:
        return None
    return survivor


async def others(
    session: AsyncSession, asker: Asker, person_id: UUID, text: str, page: KeysetRequest
) -> Page[Seen]:
    """Everybody else whom the office sees; by a carrier's number, if that is what the text is."""
    numbered = numbered_people(asker.tenant, text.strip())
    by_number = bool(text) and (await session.execute(numbered.limit(1))).first() is not None
    among = numbered if by_number else None
    search = entries.search_for("" if by_number else text)
    return await entries.page_of(session, asker, search, page, among=among, without=person_id)


async def chosen(
    session: AsyncSession, me: Me, today: date, person_id: UUID, other_id: UUID
) -> tuple[Seen, Seen]:
    """What the office sees of both; raises ``Problem``, ``NoResultFound``."""
    if person_id == other_id:
        raise Problem(409, "same-person", "Somebody cannot be merged with themselves")
    ids = [person_id, other_id]
    seen = await entries.seen_of(session, entries.asker_of(me, today), ids)
    for each in ids:
        if each not in seen and await survivor_of(session, me.tenant, each) is not None:
            raise Problem(409, "already-merged", "One of them is merged already")
        if each not in seen:
            raise NoResultFound
    return seen[person_id], seen[other_id]


async def _described(session: AsyncSession, tenant: str, rows: Sequence[Merge]) -> Sequence[Merged]:
    ids = {key for row in rows for key in (row.survivor_id, row.merged_id)}
    people = await people_by_id(session, tenant, ids)
    names = {key: f"{row.given_name} {row.family_name}" for key, row in people.items()}
    return [Merged(row, names[row.survivor_id], names[row.merged_id]) for row in rows]


async def what_happens(
    session: AsyncSession, tenant: str, first: UUID, second: UUID
) -> list[Change]:
    """How much each has of what goes over, or is suspended."""
    counts = await counted_of(session, tenant, list(_TOLD), first, second)
    return [
        (called, count[first], count[second], said)
        for (called, said), count in zip(_TOLD.values(), counts.values(), strict=True)
        if count
    ]


def counted(merge: Merge) -> list[tuple[str, int]]:
    """What went over, and how much of it."""
    names = Counter(each["place"].partition(".")[0] for each in merge.moved)
    return [(CALLED.get(name, name), count) for name, count in names.items()]


_NAMED_BY = ("carrier_id", "organization_id", "to_organization_id", "school_id")
_SAYING = ("value", "external_id", "family_name", "address")


async def touched(
    session: AsyncSession, tenant: str, rows: Sequence[tuple[str, Json]]
) -> list[Touched]:
    """What rows are called that somebody has changed, and where they are read."""
    ids = {UUID(row[name]) for _, row in rows for name in _NAMED_BY if row.get(name)}
    names = await names_of_organizations(session, ids, [tenant])
    return [_touched(table, row, names) for table, row in rows]


def _touched(table: str, row: Json, names: Mapping[UUID, str]) -> Touched:
    gone, (page, column) = bool(row.get(GONE)), PAGES.get(table, ("", ""))
    said = [names.get(UUID(row[name]), "") for name in _NAMED_BY if row.get(name)]
    said += [str(row[name]) for name in _SAYING if row.get(name)]
    first = row.get("valid_from") or row.get("start_date")
    said += [f"ab {short_date(date.fromisoformat(first))}"] if first else []
    what = ", ".join(filter(None, [ONE.get(table, CALLED.get(table, table)), *said]))
    has_page = page and column in row and not (gone and column == "id")
    return Touched(table, what, page.format(row[column]) if has_page else "", gone)


async def suspended(session: AsyncSession, tenant: str, person_id: UUID) -> int:
    """How many ways to sign in are the merged person's still."""
    places = ("identities.person_id", "sign_in_addresses.person_id")
    found = [await rows_of(session, tenant, each, person_id) for each in places]
    return sum(len(each) for each in found)


async def grants_elsewhere(session: AsyncSession, both: Both) -> Sequence[UUID]:
    """Those of both who hold a role in another municipality."""
    grants = metadata.tables["grants"]
    theirs = grants.c.person_id.in_([both.survivor_id, both.merged_id])
    query = select(grants.c.person_id).where(theirs, grants.c.tenant != both.tenant)
    return (await session.scalars(crossing(query))).all()


def undone_or_not(tenant: str) -> Select[Any]:
    """How many there were, and how many of them were taken back."""
    counted: list[Any] = [func.count(), func.count(Merge.undone_at)]
    return select(*counted).where(Merge.tenant == tenant)


async def later_than(session: AsyncSession, merge: Merge) -> bool:
    """Whether the survivor was merged once more, which still holds."""
    theirs = or_(Merge.survivor_id == merge.survivor_id, Merge.merged_id == merge.survivor_id)
    after = or_(Merge.id > merge.id, Merge.merged_id == merge.survivor_id)
    held = (Merge.tenant == merge.tenant, Merge.undone_at.is_(None), Merge.id != merge.id)
    return bool(await session.scalar(select(exists().where(theirs, after, *held))))


async def come_back(
    session: AsyncSession, both: Both, moved: Sequence[tuple[str, Json]]
) -> list[tuple[str, Json]]:
    """What has become the survivor's since, and is about numbers or users that went over.

    Employments, users of carriers, and what these are asked about and known by.
    """
    went = metadata.tables["employments"].alias("went")
    ids = [UUID(key["id"]) for place, key in moved if place == "employments.worker_id"]
    found = []
    for place in ("employments.worker_id", "scim_users.person_id"):
        table, _ = place_of(place)
        columns = table.c
        numbered = (went.c.carrier_id == columns.carrier_id, went.c.external_id.is_not(None))
        same = exists().where(*numbered, went.c.external_id == columns.external_id)
        found += await _since(session, both, place, same.where(went.c.id.in_(ids)))
    users = [
        key["id"] for place, key in [*moved, *found] if place.partition(".")[0] == "scim_users"
    ]
    asked, known = (metadata.tables[each].c for each in ("scim_questions", "person_keys"))
    theirs = asked.user_id.in_([UUID(each) for each in users])
    found += await _since(session, both, "scim_questions.person_id", theirs)
    found += await _since(session, both, "person_keys.person_id", known.value.in_(users))
    return [each for each in found if each not in moved]


async def _since(
    session: AsyncSession, both: Both, place: str, those: ColumnElement[bool]
) -> list[tuple[str, Json]]:
    """Of those the ones that are the survivor's now, as ``moved`` names them."""
    table, column = place_of(place)
    mine = (table.c.tenant == both.tenant, column == both.survivor_id, those)
    rows = (await session.execute(select(table).where(*mine))).all()
    return [(place, key_of(table, row)) for row in rows]
