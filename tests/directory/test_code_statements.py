"""What is done for a code does not tell whether an address is somebody's (H1.18)."""

import secrets
from collections.abc import Iterator

import pytest

from services.directory.accounts.use_cases import invite
from services.directory.codes import use_cases
from services.directory.codes.rules import PER_HOUR, TRIES
from services.directory.codes.values import Asking, Verdict
from services.directory.people.values import Names
from shared.contracts.accounts import AccessRole, Grant
from shared.web.problem import Problem
from tests.directory.registry_office import Office, opened
from tests.house import BERGKAMEN
from tests.servers.run import SharedPostgres
from tests.shared.messaging.test_statement_counts import counted

KNOWN, UNKNOWN, WARMING = "bekannt@example.org", "niemand@example.org", "zuerst@example.org"
KEY = b"the key of codes in tests........"

Answer = tuple[str, list[str]]
"""What somebody was told, and what was asked of the database for it."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    url = ""
    if request.param == "postgres":
        server: SharedPostgres = request.getfixturevalue("postgres")
        name = f"codes_{secrets.token_hex(4)}"
        server.create_for("directory", name)
        url = server.owner_url(name)
    with opened(url) as office:
        office.run(_invite(office))
        yield office


async def _invite(office: Office) -> None:
    names = Names(given_name="Marlene", family_name="Brüggemann", email=KNOWN)
    async with office.database.transaction() as uow:
        await invite(uow, names, [Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)])


async def ask(office: Office, secret: str, address: str) -> str:
    try:
        async with office.database.transaction() as uow:
            await use_cases.ask(uow, Asking(secret, "Firefox", False), address)
    except Problem as refused:
        return f"{refused.status} {refused.code}"
    return "asked"


async def ask_again(office: Office, secret: str, _: str) -> str:
    async with office.database.transaction() as uow:
        return str(await use_cases.ask_again(uow, secret))


async def guess(office: Office, secret: str, _: str) -> str:
    async with office.database.transaction() as uow:
        verdict, person_id = await use_cases.check(uow, KEY, secret, "none")
    assert person_id is None
    return verdict


STEPS = (ask, ask_again, *(guess for _ in range(TRIES + 1)), *(ask for _ in range(PER_HOUR)))
"""Until there are no more tries, and no more codes in this hour."""


def story(office: Office, address: str) -> list[Answer]:
    found = []
    for step in STEPS:
        with counted(office.database) as statements:
            told = office.run(step(office, f"secret of {address}", address))
        found.append((told, statements))
    return found


def test_every_step_costs_the_same_statements_and_is_answered_the_same(office: Office) -> None:
    story(office, WARMING)  # what the driver asks about types is asked once
    known, unknown = story(office, KNOWN), story(office, UNKNOWN)
    assert known == unknown
    told = [each for each, _ in known]
    assert (told[0], told[1], told[2]) == ("asked", "True", Verdict.WRONG)
    assert (told[2 + TRIES], told[-1]) == (Verdict.USED_UP, "429 too-many-codes")
    assert all(statements for _, statements in known)
