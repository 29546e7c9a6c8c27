"""The ordinary hire costs three look-ups and one statement, however many are asked at once."""

import secrets
from collections.abc import Iterator

import pytest

from services.directory.hires.schemas import NewHire
from services.directory.hires.use_cases import hire_all
from tests.directory.conftest import hire, intake_of
from tests.directory.registry_office import Office, opened
from tests.servers.run import SharedPostgres
from tests.shared.messaging.test_statement_counts import counted

LOOK_UPS = 3
TABLES = 7
"""People, employments, placements and their versions, answers, quotas, outbox."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    url = ""
    if request.param == "postgres":
        server: SharedPostgres = request.getfixturevalue("postgres")
        name = f"statements_{secrets.token_hex(4)}"
        server.create_for("directory", name)
        url = server.owner_url(name)
    with opened(url) as office:
        office.run(hire_many(office, 1))
        yield office


async def hire_many(office: Office, count: int) -> None:
    """People nobody knows, in one set."""
    intakes = []
    for _ in range(count):
        number = f"P-{next(office.numbers)}"
        body = NewHire.model_validate(hire(external_id=number))
        intakes.append(intake_of(office.client, body, number))
    async with office.database.bulk() as uow:
        outcomes = await hire_all(uow, intakes)
    assert {outcome.result.value for outcome in outcomes} == {"created"}


@pytest.mark.parametrize("count", [1, 100])
def test_a_hire_is_three_look_ups_and_one_statement(office: Office, count: int) -> None:
    """On SQLite one for each table instead; on PostgreSQL beginnings and ends would count."""
    with counted(office.database) as statements:
        office.run(hire_many(office, count))
    writes = TABLES if office.database.engine.sqlite else 1
    assert len(statements) == LOOK_UPS + writes, statements
