"""An account whose provider names a personnel number: whose it is, once."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from services.directory.accounts.use_cases import give
from services.directory.employments.models import Employment
from services.directory.employments.models import employments as employed
from services.directory.identities import use_cases
from services.directory.identities.models import Identity, identities, unmatched
from services.directory.identities.values import Entered, LinkedBy, Outcome, Unknown, WithoutRole
from services.directory.organizations.models import Organization
from services.directory.people.use_cases import save_people
from services.directory.people.values import Names
from services.directory.scim.models import ScimUser
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import Funding, OrganizationKind
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.tables import audit
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from tests.directory.oidc.conftest import Desk, open_desk
from tests.house import BERGKAMEN
from tests.rewinding import Houses

CARRIER, OTHER = UUID(int=7), UUID(int=8)
CLAIM, NUMBER = "employee_number", "P-7"
WORKER = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)
COORDINATOR = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
ADDRESS = "mara@example.org"


@asynccontextmanager
async def with_numbers(folder: Path) -> AsyncGenerator[Desk]:
    given: dict[str, Any] = {"oidc_personnel_claim": CLAIM, "oidc_personnel_carrier": CARRIER}
    async with open_desk(folder, **given) as desk:
        async with desk.here.database.transaction() as uow:
            uow.session.add_all(
                Organization(id=each, tenant=BERGKAMEN, kind=OrganizationKind.CARRIER, name=name)
                for each, name in ((CARRIER, "Jugendhilfe"), (OTHER, "Kirchenkreis"))
            )
        yield desk


@pytest.fixture
async def desk(houses: Houses) -> Desk:
    desk = await houses.as_new("numbers", with_numbers)
    desk.provider.forget()
    desk.provider.claims |= {"sub": "account", CLAIM: NUMBER, "email": ADDRESS}
    return desk


async def works(
    desk: Desk, *grants: Grant, number: str = NUMBER, at: UUID = CARRIER, until: date | None = None
) -> UUID:
    """Somebody who was hired under a number, and may do this."""
    person_id = new_id()
    names = Names(given_name="Mara", family_name="Özgür", email=ADDRESS)
    async with desk.here.database.transaction() as uow:
        await save_people(uow, {person_id: names}, Cause(BERGKAMEN, new_id()))
        row = row_of(Employment)(
            id=new_id(),
            tenant=BERGKAMEN,
            worker_id=person_id,
            carrier_id=at,
            external_id=number,
            ordinal=1,
            digest="",
            correlation_id=new_id(),
            start_date=date(2026, 1, 1),
            fixed_term_until=None,
            funding=Funding.LAND.value,
            recorded_at=uow.now,
            last_day=until,
        )
        await insert_rows(uow.session, employed, [row])
        await give(uow, person_id, grants, Cause(BERGKAMEN, new_id()))
    return person_id


async def keep_user(desk: Desk, external_id: str, person_id: UUID, **given: Any) -> None:
    """As the carrier's identity system posted it."""
    async with desk.here.database.transaction() as uow:
        await _keep(uow, external_id, person_id, **given)


async def _keep(uow: UnitOfWork, external_id: str, person_id: UUID, **given: Any) -> None:
    user = ScimUser(
        id=uuid4(),
        tenant=BERGKAMEN,
        carrier_id=CARRIER,
        person_id=person_id,
        user_name_key="mara",
        external_id=external_id,
        attributes={},
        version=1,
        created_at=uow.now,
        changed_at=uow.now,
        **({"active": True} | given),
    )
    uow.session.add(user)


async def arrive(desk: Desk) -> Outcome:
    return await use_cases.arrive(desk.here, await desk.sign_in(), "", None)


async def known(desk: Desk) -> list[tuple[UUID, str]]:
    query = select(identities.c.person_id, identities.c.linked_by)
    return [tuple(row) for row in await desk.house.rows("directory", query)]


async def test_who_was_hired_under_the_number_is_signed_in_and_that_is_recorded(desk: Desk) -> None:
    person_id = await works(desk, WORKER)
    assert isinstance(await arrive(desk), Entered)
    assert await known(desk) == [(person_id, "personnel")]
    assert isinstance(await arrive(desk), Entered)
    recorded = select(audit.c.tenant, audit.c.role, audit.c.action)
    recorded = recorded.where(audit.c.actor == str(person_id))
    entry = (BERGKAMEN, "self", "account linked by a personnel number")
    assert await desk.house.rows("directory", recorded) == [entry]


async def test_what_an_identity_system_calls_somebody_is_such_a_number(desk: Desk) -> None:
    person_id = await works(desk, WORKER)
    await keep_user(desk, "0a1b-object-id", person_id)
    desk.provider.claims[CLAIM] = "0a1b-object-id"
    assert isinstance(await arrive(desk), Entered)
    assert await known(desk) == [(person_id, "personnel")]


async def test_a_name_and_an_address_alone_link_nobody(desk: Desk) -> None:
    await works(desk, WORKER)
    for claims in ({CLAIM: None}, {CLAIM: ADDRESS}, {CLAIM: "p-7"}):
        desk.provider.claims |= claims | {"given_name": "Mara", "family_name": "Özgür"}
        assert isinstance(await arrive(desk), Unknown)
    assert await known(desk) == []
    assert len(await desk.house.rows("directory", select(unmatched.c.id))) == 1


async def test_a_second_account_with_the_same_number_waits(desk: Desk) -> None:
    person_id = await works(desk, WORKER)
    await arrive(desk)
    desk.provider.claims["sub"] = "another account"
    assert isinstance(await arrive(desk), Unknown)
    assert await known(desk) == [(person_id, "personnel")]


async def test_whoever_has_an_account_gets_no_second_one_by_a_number(desk: Desk) -> None:
    person_id = await works(desk, WORKER)
    account = replace(await desk.sign_in(), subject="first", sub="first")
    async with desk.here.database.transaction() as uow:
        await use_cases.link(uow, account, person_id, LinkedBy.OFFICE)
    assert isinstance(await arrive(desk), Unknown)
    assert await known(desk) == [(person_id, "office")]


async def test_a_number_links_nothing_any_more_once_the_office_has_unlinked(desk: Desk) -> None:
    await works(desk, WORKER)
    await arrive(desk)
    async with desk.here.database.transaction() as uow:
        await uow.session.delete((await uow.session.scalars(select(Identity))).one())
    assert isinstance(await arrive(desk), Unknown)


async def test_a_number_gives_no_role(desk: Desk) -> None:
    person_id = await works(desk)
    assert isinstance(await arrive(desk), WithoutRole)
    assert await known(desk) == [(person_id, "personnel")]


@pytest.mark.parametrize("case", ["left", "locked", "deleted", "more", "two", "elsewhere"])
async def test_a_number_is_nobodys(desk: Desk, case: str) -> None:
    """Who left, is locked, may do more than a carrier gives, or is one of two, waits."""
    until = date(2026, 1, 31) if case == "left" else None
    more = [COORDINATOR] if case == "more" else []
    at = OTHER if case == "elsewhere" else CARRIER
    person_id = await works(desk, WORKER, *more, at=at, until=until)
    if case == "locked":
        await keep_user(desk, NUMBER, person_id, active=False)
    elif case == "deleted":
        await keep_user(desk, NUMBER, person_id, deleted_at=desk.house.clock.now())
    elif case == "two":
        await keep_user(desk, NUMBER, await works(desk, WORKER, number="P-8"))
    assert isinstance(await arrive(desk), Unknown)
    assert await known(desk) == []


@pytest.mark.parametrize(
    "given",
    [
        {"oidc_personnel_claim": CLAIM},
        {"oidc_personnel_carrier": CARRIER},
        {"oidc_personnel_claim": "email", "oidc_personnel_carrier": CARRIER},
        {"oidc_personnel_claim": "name", "oidc_personnel_carrier": CARRIER},
    ],
)
def test_a_number_without_its_carrier_and_names_that_change_are_no_setting(
    given: dict[str, Any],
) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, **given)
