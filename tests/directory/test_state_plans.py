"""No page of the directory reads a growing table from one end to the other, whoever asks for it."""

from collections.abc import AsyncGenerator
from datetime import date, datetime, time
from uuid import uuid4

import pytest
import pytest_asyncio

from shared.clock import BERLIN
from tests.directory.plans import watching
from tests.directory.state_pages import StateDirectory, kind_of, open_state

NOW = datetime.combine(date(2026, 11, 2), time(7), BERLIN)
MOST_STATEMENTS = 40
FEWER = {
    "/directory/mein-eintrag": 24,
    "/directory/zusammenfuehrungen/mit/{person_id}": 22,
    "/directory/zusammenfuehrungen/mit/{person_id}/{other_id}": 24,
    "/directory/netzwerk": 12,
    "/directory/verwendungsnachweis": 8,
    "/directory/fluktuation": 8,
}
"""Of pages that asked for more once; one's own entry is looked at as four audiences see it."""
CARDS = "/directory/api/v1/cards"
"""What start pages ask, of whoever they are."""
SCALE, SMALL = 0.02, 7
"""Eight municipalities, of which the last has less than a tenth of the people."""
VISITORS = ("operator", "coordinator", "worker", "carrier", "head", "contact", "nobody")
ALLOWED = {"operator": {"organizations", "people"}}
"""Lists of everything there is, page by page, and all carriers to choose from."""
NOBODYS = {"clients", "identities"}
"""There are none in the state, and of an empty table PostgreSQL takes whichever index."""


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="module",
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)],
)
async def state(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[StateDirectory]:
    on = None
    if request.param == "postgres":
        on = request.getfixturevalue("postgres"), f"plans_{uuid4().hex[:8]}"
    folder = tmp_path_factory.mktemp("plans")
    async with open_state(folder, NOW, SCALE, on, city=SMALL) as opened:
        yield opened


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("visitor", VISITORS)
async def test_every_page_enters_by_an_index(state: StateDirectory, visitor: str) -> None:
    faults: dict[str, set[str]] = {}

    async def look(visitor: str, address: str) -> str:
        with watching(state.context.database.engine) as watch:
            text = await state.page(visitor, address)
        if text or address == CARDS:
            kind = kind_of(address) or address
            most = FEWER.get(kind, MOST_STATEMENTS)
            assert watch.statements <= most, (address, watch.statements)
            for table in watch.whole.keys() - ALLOWED.get(visitor, set()) - NOBODYS:
                faults.setdefault(f"{kind} reads all of {table}", set()).add(watch.whole[table][0])
        return text

    await state.walk(visitor, look)
    if visitor != "nobody":
        await look(visitor, CARDS)
    assert not faults, faults
