"""No page about gatherings reads a growing table from end to end, or asks more than a few times."""

import re
from collections.abc import AsyncGenerator
from datetime import date, datetime, time
from uuid import uuid4

import pytest
import pytest_asyncio

from deploy.seed.size import Size
from shared.clock import BERLIN
from tests.directory.plans import watching
from tests.shared.messaging.test_statement_counts import counted
from tests.trainings.state import State, open_state

NOW = datetime.combine(date(2026, 11, 2), time(7), BERLIN)
SIZES = [Size(20, first_school=12 * number) for number in range(4)]
GROWING = frozenset(
    {
        *("access", "action_items", "agenda_items", "attendance_marks", "calendar_feeds"),
        *("certificates", "decisions", "gathering_dates", "gatherings", "minutes"),
        *("people", "registrations", "seat_changes", "sessions"),
    }
)
PAGES = {
    ("worker", "/trainings/angebote"): 6,
    ("worker", "/trainings/angebote?past=ja"): 6,
    ("worker", "/trainings/angebote?text=einsamkeit"): 5,
    ("worker", "/trainings/angebote/kalender"): 4,
    ("worker", "/trainings/angebote/{gathering}"): 6,
    ("office", "/trainings/veranstaltungen"): 4,
    ("office", "/trainings/veranstaltungen/{gathering}"): 8,
    ("office", "/trainings/veranstaltungen/{gathering}/teilnehmende"): 8,
    ("office", "/trainings/veranstaltungszahlen?year=2025"): 5,
    ("", "{feed}"): 2,
}
"""Statements at most, with the sign-in."""


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="module",
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)],
)
async def state(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[State]:
    on = None
    if request.param == "postgres":
        on = request.getfixturevalue("postgres"), f"gatherings_{uuid4().hex[:8]}"
    async with open_state(tmp_path_factory.mktemp("plans"), NOW, SIZES, on) as opened:
        yield opened


@pytest.mark.asyncio(loop_scope="module")
async def test_every_page_enters_by_an_index_and_asks_a_few_times(state: State) -> None:
    places = {"gathering": await state.symposium(), "feed": await state.feed()}
    faults: dict[tuple[str, str], list[str]] = {}
    for (who, pattern), most in PAGES.items():
        address = pattern.format(**places)
        with watching(state.context.database.engine, GROWING) as watch:
            await state.ask(who, address)
        assert watch.statements > 1, pattern
        faults |= {(pattern, table): sql for table, sql in watch.whole.items()}
        if watch.statements > most:
            faults[pattern, "too many"] = [str(watch.statements)]
    assert not faults, faults


@pytest.mark.asyncio(loop_scope="module")
async def test_a_sent_registration_asks_twelve_times_at_most_and_twice_before_it(
    state: State,
) -> None:
    """Before it: who is signed in, and of which group they have to be."""
    key = await state.unvisited()
    with counted(state.context.database) as statements:
        await state.register(key)
    asked = [each for each in statements if re.match("SELECT|INSERT|UPDATE|DELETE|WITH", each)]
    assert 8 < len(asked) <= 2 + 12, asked
