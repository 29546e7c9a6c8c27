"""What a file of facts costs in statements does not depend on how many rows it has."""

import secrets
from collections.abc import Iterator

import pytest

from services.directory.bulk import rules, use_cases
from services.directory.bulk.values import BulkKind
from services.directory.hires.schemas import NewHire
from services.directory.hires.use_cases import hire_all
from services.directory.values import RowOutcome
from tests.directory.conftest import hire, intake_of
from tests.directory.registry_office import Office, opened
from tests.servers.run import SharedPostgres
from tests.shared.messaging.test_statement_counts import counted

MANY = 60
MOST = 16
FILES: dict[BulkKind, tuple[str, str]] = {
    BulkKind.CHANGES: (
        "Personalnummer;Gilt ab;Schulnummer;Wochenstunden",
        "{number};1.8.2027;100002;30",
    ),
    BulkKind.DEPARTURES: ("Personalnummer;Letzter Tag", "{number};31.12.2027"),
    BulkKind.CANCELLATIONS: ("Personalnummer", "{number}"),
    BulkKind.CORRECTIONS: (
        "Personalnummer;Begann am;Schulnummer;Wochenstunden;Warum",
        "{number};1.2.2027;100002;30;Tippfehler",
    ),
}
"""Heading and row."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    url = ""
    if request.param == "postgres":
        server: SharedPostgres = request.getfixturevalue("postgres")
        name = f"facts_{secrets.token_hex(4)}"
        server.create_for("directory", name)
        url = server.owner_url(name)
    with opened(url) as office:
        yield office


async def hired(office: Office, count: int) -> list[str]:
    numbers = [f"A-{next(office.numbers)}" for _ in range(count)]
    intakes = [
        intake_of(office.client, NewHire.model_validate(hire(external_id=each)), each)
        for each in numbers
    ]
    async with office.database.bulk() as uow:
        await hire_all(uow, intakes)
    return numbers


async def store(office: Office, kind: BulkKind, numbers: list[str]) -> None:
    heading, row = FILES[kind]
    file = "\n".join([heading, *(row.format(number=each) for each in numbers)])
    rows = rules.read(kind, "text/csv", file.encode())
    async with office.database.transaction() as uow:
        answer = await use_cases.store(uow, office.client, rows)
    assert {each.outcome for each in answer.rows} == {RowOutcome.CREATED}, answer.rows[0]


@pytest.mark.parametrize("kind", FILES)
def test_as_many_statements_for_two_rows_as_for_many(office: Office, kind: BulkKind) -> None:
    first, few, many = (office.run(hired(office, count)) for count in (2, 2, MANY))
    office.run(store(office, kind, first))  # what the driver asks about types is asked once
    found = []
    for numbers in (few, many):
        with counted(office.database) as statements:
            office.run(store(office, kind, numbers))
        found.append(len(statements))
    assert found[0] == found[1], statements
    assert found[0] <= MOST, statements
