"""What a page showed is let go with it: the garbage collection has nothing to do afterwards.

Else some 50,000 objects gather, and whoever asks next waits a tenth of a second for them.
"""

import gc
from collections.abc import AsyncGenerator, Generator
from weakref import ref

import pytest
import pytest_asyncio
from httpx2 import AsyncClient
from jinja2 import DictLoader, Environment

from shared.database.paging import KeysetRequest, attribute, computed
from shared.web.kit.forms import read_search
from shared.web.kit.layout import rendered
from tests.shared.web.kit.conftest import LIST
from tests.shared.web.kit.example.forms import OrganizationSearch
from tests.shared.web.kit.example.models import Organization
from tests.shared.web.kit.example.service import Example

ROWS, LEFT = 50, 200
"""Rows of a page, and objects it may leave behind: of SQLAlchemy's, not what it shows."""
WANTED = {"text": "schule", "je": str(ROWS)}


class Shown:
    name = "Hansaschule"


@pytest.fixture(autouse=True)
def uncollected() -> Generator[None]:
    """Only what nobody knows any more is let go."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest_asyncio.fixture
async def listed(example: Example, client: AsyncClient) -> AsyncGenerator[AsyncClient]:
    rows = [Organization(tenant="05978004", name=f"Schule {n}", kind="school") for n in range(ROWS)]
    async with example.context.database.transaction() as uow:
        uow.session.add_all(rows)
    yield client


def test_the_values_of_a_page_with_macros() -> None:
    text = "{% macro called() %}{{ shown.name }}{% endmacro %}{{ called() }}"
    template = Environment(loader=DictLoader({"page": text}), autoescape=True).get_template("page")
    shown = Shown()
    known = ref(shown)
    assert rendered(template, {"shown": shown}) == "Hansaschule"
    del shown
    assert known() is None


async def test_the_rows_of_a_list_that_no_table_holds(example: Example) -> None:
    shown = Shown()
    known = ref(shown)
    page = computed([shown], KeysetRequest(), (attribute("name", "Name"),))
    async with example.context.database.reading() as session:
        again = await page.fetch(session, page.wanted)
    assert [each.name for each in again.items] == ["Hansaschule"]
    del shown, page, again
    assert known() is None


def test_what_was_looked_for() -> None:
    search = read_search(OrganizationSearch, {"text": ["hansa"]})
    known = ref(search)
    assert search.entered.value is search
    del search
    assert known() is None


async def test_a_list_of_fifty_rows(listed: AsyncClient) -> None:
    for _ in range(2):
        assert "Schule 49" in (await listed.get(LIST, params=WANTED)).text
        gc.collect()
    gc.freeze()
    await listed.get(LIST, params=WANTED)
    left = gc.collect()
    gc.unfreeze()
    assert left < LEFT
