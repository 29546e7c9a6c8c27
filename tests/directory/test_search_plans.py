"""No search goes through everybody of every municipality, whatever is looked for, and by whom."""

import re
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from shared.contracts.accounts import AccessRole
from tests.directory.many_people import ManyPeople, database_of, many_people

GROWING = "people|organizations|employments|contacts|grants|entries|addresses|former_names"

LONG = "people|employments"
"""PostgreSQL reads the others in one go while they are as short as here."""


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="module",
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)],
)
async def many(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[ManyPeople]:
    folder = tmp_path_factory.mktemp("many")
    async with many_people(folder, database_of(request), city=300, towns=80, each=100) as many:
        yield many


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("role", [AccessRole.COORDINATOR, AccessRole.HEAD])
@pytest.mark.parametrize("words", ["Müller", "Walkowmannn", "schule 12"])
async def test_every_statement_enters_by_an_index(
    many: ManyPeople, words: str, role: AccessRole
) -> None:
    plans = await many.plans(words, role)
    assert any("people_of_tenant_in_order" in each for each in plans), plans
    through_all = re.compile(rf"SCAN (?:{GROWING})\b|Seq Scan on (?:{LONG})\b")
    assert [each for each in plans if through_all.search(each)] == []
