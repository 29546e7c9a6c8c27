"""The figures of a quarter, as far as they may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.consultation_counts.forms import CountSearch
from services.directory.consultations.queries import counts
from services.directory.consultations.values import Period, Topic, period_before
from shared.codes import OpenCode
from shared.contracts.accounts import AccessRole
from shared.contracts.words import word
from shared.database.paging import KeysetRequest, Page, Shown, attribute
from shared.small_numbers.margins import Names, named
from shared.small_numbers.tables import Table, publishable

ALL = "Alle"


@dataclass(frozen=True)
class CountRow:
    """A topic, or several together, and how often, by kind of asker."""

    topic: str
    by_asker: Sequence[int | None]
    total: int


def period_wanted(search: CountSearch, today: date) -> Period:
    """The one that is named, else the last that is over."""
    last = period_before(today)
    return Period(search.year or last.year, search.quarter or last.quarter)


async def page_of(
    session: AsyncSession, tenant: str, period: Period, now: datetime, wanted: KeysetRequest
) -> Page[CountRow]:
    """By topic and kind of asker; nothing of a quarter that goes on, or of too few."""
    table = await table_of(session, tenant, period, now)
    return _page(_rows(table), list(table.columns) if table else [], wanted)


async def table_of(
    session: AsyncSession, tenant: str, period: Period, now: datetime
) -> Table | None:
    """The same by code."""
    found = await counts(session, tenant, period) if period.ends <= now else {}
    by_code = {(str(topic), str(asker)): each for (topic, asker), each in found.items()}
    return publishable(dict(sorted(by_code.items())), joint=True)


def _rows(table: Table | None) -> list[CountRow]:
    if table is None:
        return []
    columns = list(table.columns)
    rows = [
        CountRow(_called(Topic, row), [table.cells.get((row, each)) for each in columns], number)
        for row, number in sorted(table.rows.items(), key=lambda each: (-each[1], each[0]))
    ]
    every = [table.columns[each] for each in columns]
    return [*rows, CountRow(ALL, every, table.total)]


def _page(
    rows: Sequence[CountRow], columns: Sequence[Names], wanted: KeysetRequest
) -> Page[CountRow]:
    """All of it at once: there are few topics."""

    async def fetch(_: AsyncSession, again: KeysetRequest) -> Page[CountRow]:
        return replace(found, wanted=again)

    found: Page[CountRow] = Page(
        items=rows,
        wanted=wanted,
        columns=[
            attribute("topic", "Thema"),
            *(
                Shown(f"asker_{place}", _called(AccessRole, names), partial(_at, place))
                for place, names in enumerate(columns)
            ),
            Shown("total", ALL, lambda each: each.total),
        ],
        sorts=[],
        fetch=fetch,
    )
    return found


def _at(place: int, row: CountRow) -> int | None:
    return row.by_asker[place]


def _called(kind: type[OpenCode], names: Names) -> str:
    return named([word(kind, each) for each in names])
