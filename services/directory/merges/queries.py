"""Merges as the office reads them, and what one would do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.merges.models import Merge
from services.directory.merges.rules import restored
from services.directory.merges.values import CALLED, MERGING, SAID, UNDONE_WITHIN, Both
from services.directory.models import metadata
from services.directory.people.queries import people_by_id
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.database.reach import crossing

COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("survivor", "Person"),
        ("merged", "War auch angelegt als"),
        ("merged_at", "Zusammengeführt"),
        ("undone_at", "Zurückgenommen"),
    )
)
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


async def _described(session: AsyncSession, tenant: str, rows: Sequence[Merge]) -> Sequence[Merged]:
    ids = {key for row in rows for key in (row.survivor_id, row.merged_id)}
    people = await people_by_id(session, tenant, ids)
    names = {key: f"{row.given_name} {row.family_name}" for key, row in people.items()}
    return [Merged(row, names[row.survivor_id], names[row.merged_id]) for row in rows]


async def what_happens(
    session: AsyncSession, tenant: str, first: UUID, second: UUID
) -> list[Change]:
    """How much each has of what goes over, or is suspended."""
    found: list[Change] = []
    for place, rule in MERGING.items():
        name = place.partition(".")[0]
        if rule in SAID and name in CALLED:
            one = len(await rows_of(session, tenant, place, first))
            other = len(await rows_of(session, tenant, place, second))
            if one or other:
                found.append((CALLED[name], one, other, SAID[rule]))
    return found


def place_of(place: str) -> tuple[Table, Any]:
    """The table and the column that are named."""
    name, _, column = place.partition(".")
    return metadata.tables[name], metadata.tables[name].c[column]


def counted(merge: Merge) -> list[tuple[str, int]]:
    """What went over, and how much of it."""
    names = Counter(each["place"].partition(".")[0] for each in merge.moved)
    return [(CALLED.get(name, name), count) for name, count in names.items()]


async def suspended(session: AsyncSession, tenant: str, person_id: UUID) -> int:
    """How many ways to sign in are the merged person's still."""
    places = ("identities.person_id", "sign_in_addresses.person_id")
    found = [await rows_of(session, tenant, each, person_id) for each in places]
    return sum(len(each) for each in found)


async def rows_of(
    session: AsyncSession, tenant: str, place: str, person_id: UUID
) -> Sequence[Row[Any]]:
    """What is stored of somebody there."""
    table, column = place_of(place)
    query = select(table).where(column == person_id, *within(table, tenant))
    found: Sequence[Row[Any]] = (await session.execute(query.order_by(*table.primary_key))).all()
    return found


async def row_at(
    session: AsyncSession, tenant: str, table: Table, key: Mapping[str, Any]
) -> Row[Any] | None:
    """The row with a primary key, as JSON holds it."""
    query = select(table).where(*at(tenant, table, key))
    found: Row[Any] | None = (await session.execute(query)).one_or_none()
    return found


def at(tenant: str, table: Table, key: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Where the row with that primary key is."""
    mine = [table.c[name] == value for name, value in restored(table, key).items()]
    return [*mine, *within(table, tenant)]


def within(table: Table, tenant: str) -> list[ColumnElement[bool]]:
    """The municipality's rows, where a table says whose they are."""
    return [table.c.tenant == tenant] if "tenant" in table.c else []


async def grants_elsewhere(session: AsyncSession, both: Both) -> Sequence[UUID]:
    """Those of both who hold a role in another municipality."""
    grants = metadata.tables["grants"]
    theirs = grants.c.person_id.in_([both.survivor_id, both.merged_id])
    query = select(grants.c.person_id).where(theirs, grants.c.tenant != both.tenant)
    return (await session.scalars(crossing(query))).all()
