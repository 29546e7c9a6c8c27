"""A worker's access ends with the employment, is given again by the office only, and is taken."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient
from sqlalchemy import select

from deploy.sample import CARRIER
from services.directory.accounts import use_cases as accounts
from services.directory.accounts.models import AccessGrant, SignInAddress
from services.directory.employments.models import employments
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.tables import audit
from tests.directory.conftest import OTHER_CARRIER, Desk
from tests.directory.test_staff_pages import (
    Clerk,
    clerk_of,
    organization,
    signed_in,
)
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

WORK = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)
LAST_DAY = date(2027, 6, 30)
OWN_PAGE = "/directory/meine-schulen"


@pytest.fixture
async def clerk(desk: Desk) -> Clerk:
    return await clerk_of(desk, CARRIER)


async def worker_of(clerk: Clerk, path: str) -> UUID:
    mine = select(employments.c.worker_id).where(employments.c.id == UUID(path.strip("/")))
    [(worker_id,)] = await clerk.desk.house.rows("directory", mine)
    return UUID(str(worker_id))


async def with_access(clerk: Clerk) -> tuple[str, UUID]:
    """The page of somebody who was hired and may sign in, and who it is."""
    path = await clerk.hire()
    assert (await clerk.post(f"{path}/anmeldung")).status_code == 303
    return path, await worker_of(clerk, path)


async def browser_of(clerk: Clerk, worker_id: UUID) -> AsyncClient:
    """The worker, signed in with what they are given by now."""
    house = clerk.desk.house
    mine = select(AccessGrant).where(AccessGrant.person_id == worker_id)
    async with house.context("directory").database.reading() as session:
        held = [
            Grant(
                role=AccessRole(each.role),
                municipality=each.tenant,
                organization_id=each.organization_id,
                valid_to=each.valid_to,
            )
            for each in await session.scalars(mine)
        ]
    there = await signed_in(clerk.desk)
    there.http.cookies.update(await house.sign_in(*held, person_id=worker_id))
    return there.http


async def ends(clerk: Clerk, worker_id: UUID) -> dict[str, date | None]:
    """The last day of each role."""
    held = select(AccessGrant.role, AccessGrant.valid_to).where(AccessGrant.person_id == worker_id)
    return {str(row.role): row.valid_to for row in await clerk.desk.house.rows("directory", held)}


async def leave(clerk: Clerk, path: str, day: str = "30.06.2027") -> None:
    answer = await clerk.post(f"{path}/austritt", last_day=day, reason="moved")
    assert answer.status_code == 303, answer.text


def until_the_day_after(clerk: Clerk, day: date) -> None:
    clock = clerk.desk.house.clock
    clock.forward(timedelta(days=(day - local_date(clock.now())).days + 1))


async def test_who_has_left_is_refused_the_day_after(clerk: Clerk) -> None:
    path, worker_id = await with_access(clerk)
    browser = await browser_of(clerk, worker_id)
    await leave(clerk, path)
    until_the_day_after(clerk, LAST_DAY - timedelta(days=1))
    assert (await browser.get(OWN_PAGE)).status_code == 200
    clerk.desk.house.clock.forward(timedelta(days=1))
    assert (await browser.get(OWN_PAGE)).status_code == 303
    announced = await clerk.desk.announced("directory.access.v1")
    assert announced[-1]["grants"][0]["valid_to"] == "2027-06-30"


async def test_a_departure_that_changes_moves_the_end_of_access(clerk: Clerk) -> None:
    path, worker_id = await with_access(clerk)
    await leave(clerk, path)
    assert await ends(clerk, worker_id) == {"worker": LAST_DAY}
    await leave(clerk, path, "31.07.2027")
    assert await ends(clerk, worker_id) == {"worker": date(2027, 7, 31)}


async def test_access_that_is_given_after_a_departure_was_announced_ends_with_it(
    clerk: Clerk,
) -> None:
    path = await clerk.hire()
    await leave(clerk, path)
    await clerk.post(f"{path}/anmeldung")
    assert await ends(clerk, await worker_of(clerk, path)) == {"worker": LAST_DAY}


async def test_a_hire_that_is_taken_back_ends_access_at_once(clerk: Clerk) -> None:
    path, worker_id = await with_access(clerk)
    browser = await browser_of(clerk, worker_id)
    await leave(clerk, path, "01.01.2027")
    assert (await browser.get(OWN_PAGE)).status_code == 303
    assert (await clerk.post(f"{path}/anmeldung")).status_code == 409


async def test_leaving_a_carrier_ends_what_somebody_may_do_for_it_and_nothing_else(
    clerk: Clerk,
) -> None:
    path, worker_id = await with_access(clerk)
    own, other = [await organization(clerk.desk, name) for name in (CARRIER, OTHER_CARRIER)]
    more = [
        Grant(role=AccessRole.CARRIER, municipality=BERGKAMEN, organization_id=own),
        Grant(role=AccessRole.CONTACT, municipality=BERGKAMEN, organization_id=other),
        coordinator_of("05978020"),
    ]
    async with clerk.desk.house.context("directory").database.transaction() as uow:
        await accounts.give(uow, worker_id, more, Cause(BERGKAMEN, new_id()))
    await leave(clerk, path)
    assert await ends(clerk, worker_id) == {
        "worker": LAST_DAY,
        "carrier": LAST_DAY,
        "contact": None,
        "coordinator": None,
    }


async def test_who_works_for_another_carrier_as_well_keeps_access(clerk: Clerk) -> None:
    path, worker_id = await with_access(clerk)
    async with clerk.desk.house.context("directory").database.transaction() as uow:
        first = select(employments).where(employments.c.worker_id == worker_id)
        row = dict((await uow.session.execute(first)).mappings().one())
        other = await organization(clerk.desk, OTHER_CARRIER)
        row |= {"id": new_id(), "carrier_id": other, "correlation_id": new_id()}
        await uow.session.execute(employments.insert().values(**row))
    await leave(clerk, path)
    assert await ends(clerk, worker_id) == {"worker": None}
    assert (await clerk.post(f"{path}/anmeldung/sperren")).status_code == 409


async def test_who_comes_back_gets_access_again_from_the_office_only(clerk: Clerk) -> None:
    path, worker_id = await with_access(clerk)
    await leave(clerk, path)
    until_the_day_after(clerk, LAST_DAY)
    assert "nicht mehr beschäftigt" in await clerk.page(path)
    assert (await clerk.post(f"{path}/anmeldung")).status_code == 409
    back = await clerk.hire(start_date="01.09.2027", key="another-page")
    assert await ends(clerk, worker_id) == {"worker": LAST_DAY}
    page = await clerk.page(back)
    assert "nur die Koordinierungsstelle" in page
    assert "Anmeldung erlauben" not in page
    assert (await clerk.post(f"{back}/anmeldung")).status_code == 403
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    assert "Anmeldung erlauben" in await office.page(back)
    assert (await office.post(f"{back}/anmeldung")).status_code == 303
    assert await ends(clerk, worker_id) == {"worker": None}


async def test_access_is_taken_by_a_button_and_that_is_recorded(clerk: Clerk) -> None:
    path, worker_id = await with_access(clerk)
    browser = await browser_of(clerk, worker_id)
    assert "Anmeldung sperren" in await clerk.page(path)
    answer = await clerk.post(f"{path}/anmeldung/sperren")
    assert answer.status_code == 303
    assert "Anmeldung gesperrt." in await clerk.page(path)
    assert await ends(clerk, worker_id) == {}
    assert (await browser.get(OWN_PAGE)).status_code == 303
    done = select(audit.c.role, audit.c.object_id).where(
        audit.c.action.endswith("anmeldung/sperren")
    )
    assert await clerk.desk.house.rows("directory", done) == [("carrier", path.strip("/"))]


async def test_another_carrier_takes_nobodys_access(clerk: Clerk) -> None:
    path, worker_id = await with_access(clerk)
    other = await clerk_of(clerk.desk, OTHER_CARRIER)
    assert (await other.post(f"{path}/anmeldung/sperren")).status_code == 404
    assert await ends(clerk, worker_id) == {"worker": None}


async def addresses(clerk: Clerk, worker_id: UUID) -> set[str]:
    """With which the worker signs in."""
    mine = select(SignInAddress.address).where(SignInAddress.person_id == worker_id)
    return {row[0] for row in await clerk.desk.house.rows("directory", mine)}


async def test_whoever_hires_somebody_again_by_another_address_does_not_sign_in_as_them(
    clerk: Clerk,
) -> None:
    path, worker_id = await with_access(clerk)
    await leave(clerk, path)
    again = await clerk.hire(start_date="01.09.2027", email="clerk@example.org", key="another-page")
    assert (await clerk.post(f"{again}/anmeldung")).status_code == 303
    assert await addresses(clerk, worker_id) == {"aenne@example.org"}


async def test_a_clerk_brings_no_address_for_whoever_may_do_more_than_a_worker(
    clerk: Clerk,
) -> None:
    path = await clerk.hire()
    worker_id = await worker_of(clerk, path)
    async with clerk.desk.house.context("directory").database.transaction() as uow:
        more, cause = [coordinator_of(BERGKAMEN)], Cause(BERGKAMEN, new_id())
        await accounts.give(uow, worker_id, more, cause)
    await clerk.post(f"{path}/anmeldung")
    assert "noch andere Rollen" in await clerk.page(path)
    assert await addresses(clerk, worker_id) == set()
    office = await signed_in(clerk.desk, coordinator_of(BERGKAMEN))
    await office.post(f"{path}/anmeldung")
    assert await addresses(clerk, worker_id) == {"aenne@example.org"}
