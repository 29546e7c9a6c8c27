"""Two people whom no rule finds alike are merged on the office's word."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.directory.duplicates.models import duplicates
from services.directory.merges.models import merges
from services.directory.people.use_cases import save_people
from shared.contracts.accounts import AccessRole, Grant
from shared.messaging.event import Cause
from shared.messaging.tables import audit
from tests.directory.conftest import Desk
from tests.directory.test_duplicates import look, names
from tests.directory.test_merges import CHOICES, LIST, PEOPLE
from tests.directory.test_organization_pages import said
from tests.directory.test_people import Person, office_of, signed_in
from tests.house import BERGKAMEN

KAMEN = "05978020"
BY_HAND = f"{LIST}/mit"


@pytest.fixture
async def office(desk: Desk) -> Person:
    return await office_of(desk)


@pytest.fixture
async def worker(desk: Desk) -> UUID:
    return UUID((await desk.carrier.hire()).json()["worker_id"])


async def entered(desk: Desk, tenant: str = BERGKAMEN) -> UUID:
    """Somebody in whom nothing recalls the worker."""
    person_id = uuid4()
    given = names("Ludmilla", "Wiśniewska", "l.w@example.net")
    async with desk.house.context("directory").database.transaction() as uow:
        await save_people(uow, {person_id: given}, Cause(tenant, uuid4()))
    return person_id


async def found(office: Person, person_id: UUID, text: str) -> str:
    """The list of who else it may be."""
    led = await office.post(f"{BY_HAND}/{person_id}", text=text)
    assert led.status_code == 303
    assert text not in led.headers["location"]
    return await office.page(led.headers["location"])


async def merged(office: Person, path: str, **changes: str) -> Any:
    form = CHOICES | changes
    return await office.post(path, **form, seen=" ".join(form.values()))


@pytest.mark.parametrize("text", ["wisniewska", "l.w@example", "Ludmilla"])
async def test_the_other_is_looked_for_and_merged_after_both_were_seen(
    desk: Desk, office: Person, worker: UUID, text: str
) -> None:
    other = await entered(desk)
    await look(desk)
    both = (
        duplicates.c.first_id == min(worker, other),
        duplicates.c.second_id == max(worker, other),
    )
    assert await desk.house.rows("directory", select(duplicates).where(*both)) == []
    begun = f"{BY_HAND}/{worker}"
    assert begun in await office.page(f"{PEOPLE}/{worker}")
    path = f"{begun}/{other}"
    assert path in await found(office, worker, text)
    assert "Gegenüberstellung" in await office.page(path)
    asked = await office.post(path, **CHOICES)
    assert "Ludmilla Wiśniewska mit Mara Özgür zusammenführen?" in asked.text
    done = await merged(office, path)
    assert done.status_code == 303, said(done)
    assert "War auch angelegt als" in await office.page(f"{PEOPLE}/{worker}")
    led = await office.get(f"{PEOPLE}/{other}")
    assert (led.status_code, led.headers["location"]) == (301, f"{PEOPLE}/{worker}")
    query = (
        select(audit.c.action).where(audit.c.action.contains("/mit/")).order_by(audit.c.position)
    )
    actions = [each.action for each in await desk.house.rows("directory", query)]
    assert actions[-1] == "POST /zusammenfuehrungen/mit/{person_id}/{other_id}"


async def test_the_carriers_number_finds_its_person_and_nobody_finds_themselves(
    desk: Desk, office: Person, worker: UUID
) -> None:
    other = await entered(desk)
    page = await found(office, other, "P-4711")
    assert f"{BY_HAND}/{other}/{worker}" in page
    assert "1 Eintrag" in page
    assert f"{BY_HAND}/{worker}/{worker}" not in await found(office, worker, "Mara")
    assert "Nichts gefunden" in await found(office, other, "P-4712")


async def test_nobody_is_merged_with_themselves(office: Person, worker: UUID) -> None:
    path = f"{BY_HAND}/{worker}/{worker}"
    for answer in (await office.get(path), await merged(office, path)):
        assert answer.headers["location"] == f"{BY_HAND}/{worker}"
        office.http.cookies.update(answer.cookies)
        assert "Das ist ein und dieselbe Person." in await office.page(f"{BY_HAND}/{worker}")


async def test_who_is_merged_already_is_not_merged_again(
    desk: Desk, office: Person, worker: UUID
) -> None:
    other = await entered(desk)
    path = f"{BY_HAND}/{worker}/{other}"
    await merged(office, path)
    for answer in (await office.get(path), await merged(office, path)):
        assert answer.headers["location"] == f"{BY_HAND}/{worker}"
    assert len(await desk.house.rows("directory", select(merges.c.id))) == 1


async def test_nobody_of_another_municipality_is_found_or_merged(
    desk: Desk, office: Person, worker: UUID
) -> None:
    other = await entered(desk, KAMEN)
    assert "Nichts gefunden" in await found(office, worker, "Ludmilla")
    for path in (f"{BY_HAND}/{worker}/{other}", f"{BY_HAND}/{other}/{worker}"):
        assert (await office.get(path)).status_code == 404
        assert (await merged(office, path)).status_code == 404
    assert (await office.get(f"{BY_HAND}/{other}")).status_code == 404


async def test_only_the_office_merges(desk: Desk, worker: UUID) -> None:
    other = await entered(desk)
    for role in (AccessRole.WORKER, AccessRole.HEAD, AccessRole.CONTACT):
        somebody = await signed_in(desk, Grant(role=role, municipality=BERGKAMEN))
        for path in (f"{BY_HAND}/{worker}", f"{BY_HAND}/{worker}/{other}"):
            assert (await somebody.get(path)).status_code == 403
            assert (await merged(somebody, path)).status_code == 403
