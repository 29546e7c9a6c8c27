"""What a worker, a head of school, a contact and a clerk see of onboardings, each their own."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from sqlalchemy import select, update

from services.directory.organizations.models import contacts, organizations
from services.trainings.duties.values import Owned, Represented, owned_by_office
from services.trainings.models import onboardings, tasks
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import CHOOSING, Role
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL, House
from tests.journeys.carrier import Carrier
from tests.prepared import with_sample
from tests.signing_in import OPERATOR, coordinator_of

DUTIES = "/trainings/aufgaben"
OWN = "/trainings/meine-einarbeitung"
BUTTON = re.compile(r'action="([^"]+/erledigt)"')


@pytest.fixture
async def either_house(open_either_house: OpenHouse) -> House:
    return await open_either_house("directory", "trainings")


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house("directory", "trainings", prepare=with_sample)


async def as_(house: House, *grants: Grant, person_id: UUID | None = None) -> AsyncClient:
    cookies = await house.sign_in(*grants, person_id=person_id)
    headers = {"sec-fetch-site": "same-origin"}
    transport = ASGITransport(app=house.app)
    return AsyncClient(transport=transport, base_url=URL, headers=headers, cookies=cookies)


def grant(role: AccessRole, organization_id: UUID | None = None) -> Grant:
    return Grant(role=role, municipality=BERGKAMEN, organization_id=organization_id)


async def organization(house: House, name: str) -> UUID:
    query = select(organizations.c.id).where(organizations.c.name.startswith(name))
    [(found,)] = await house.rows("directory", query)
    return UUID(str(found))


async def hired(house: House) -> UUID:
    carrier = await Carrier.of(house)
    receipt = await carrier.hire()
    await house.quiet()
    return UUID(receipt["worker_id"])


async def of_role(house: House, role: str) -> list[Any]:
    query = select(tasks).where(tasks.c.role == role).order_by(tasks.c.due_on, tasks.c.id)
    return list(await house.rows("trainings", query))


async def shown(http: AsyncClient, path: str) -> str:
    answer: Response = await http.get(path)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


async def test_a_head_sees_and_completes_what_is_theirs_and_no_more(either_house: House) -> None:
    house = either_house
    await hired(house)
    mine = await organization(house, "Grundschule am Lindenhain")
    head = await as_(house, grant(AccessRole.HEAD, mine))
    page = await shown(head, DUTIES)
    assert "Aufgaben an meiner Schule" in page
    own = [each for each in await of_role(house, "head") if each.organization_id == mine]
    assert len(BUTTON.findall(page)) == len(own)
    first = BUTTON.findall(page)[0]
    assert str(own[0].id) in first  # what is due first
    assert (await head.post(first)).status_code == 303
    assert (await head.post(first)).status_code == 303  # twice is once
    page = await shown(head, DUTIES)
    assert "Erledigt – vielen Dank!" in page
    assert len(BUTTON.findall(page)) == len(own) - 1
    assert "Nichts gefunden" not in await shown(head, f"{DUTIES}?state=done")
    [foreign, *_] = await of_role(house, "carrier")
    assert (await head.post(f"{DUTIES}/{foreign.id}/erledigt")).status_code == 404
    other = await as_(
        house, grant(AccessRole.HEAD, await organization(house, "Regenbogen-Grundschule"))
    )
    assert "Gerade ist nichts zu tun" in await shown(other, DUTIES)
    assert (await other.post(BUTTON.findall(page)[0])).status_code == 404


async def test_what_is_overdue_is_marked_and_found(house: House) -> None:
    await hired(house)
    mine = await organization(house, "Grundschule am Lindenhain")
    head = await as_(house, grant(AccessRole.HEAD, mine))
    assert "überfällig</span>" not in await shown(head, DUTIES)
    late = update(tasks).where(tasks.c.role == "head").values(due_on=tasks.c.due_on)
    [first] = [each for each in await of_role(house, "head") if each.organization_id == mine][:1]
    long_ago = date(2020, 1, 7)
    async with house.context("trainings").database.transaction() as uow:
        await uow.session.execute(late.where(tasks.c.id == first.id).values(due_on=long_ago))
    assert "überfällig</span>" in await shown(head, DUTIES)
    assert len(BUTTON.findall(await shown(head, f"{DUTIES}?state=overdue"))) == 1


async def test_a_clerk_sees_the_carriers_own_tasks(house: House) -> None:
    await hired(house)
    [(carrier_id,)] = await house.rows("trainings", select(onboardings.c.carrier_id))
    clerk = await as_(house, grant(AccessRole.CARRIER, carrier_id))
    page = await shown(clerk, DUTIES)
    assert "Aufgaben meines Trägers" in page
    assert len(BUTTON.findall(page)) == len(await of_role(house, "carrier"))
    other = await as_(house, grant(AccessRole.CARRIER, await organization(house, "Ev. Kirch")))
    assert "Gerade ist nichts zu tun" in await shown(other, DUTIES)


async def test_a_contact_sees_what_mails_about_would_come_to_them(house: House) -> None:
    await hired(house)
    query = select(contacts.c.person_id).where(contacts.c.role == "youth_office")
    person_id = UUID(str((await house.rows("directory", query))[0][0]))
    contact = await as_(house, grant(AccessRole.CONTACT), person_id=person_id)
    page = await shown(contact, DUTIES)
    assert len(BUTTON.findall(page)) == len(await of_role(house, "youth_office")) > 0
    assert (await contact.post(BUTTON.findall(page)[0])).status_code == 303
    nobody = await as_(house, grant(AccessRole.CONTACT))
    assert "Gerade ist nichts zu tun" in await shown(nobody, DUTIES)
    assert (await nobody.post(BUTTON.findall(page)[-1])).status_code == 404


async def test_the_office_completes_its_own_tasks_and_a_buddys_where_nobody_is_one(
    house: House,
) -> None:
    await hired(house)
    office = await as_(house, coordinator_of(BERGKAMEN))
    page = await shown(office, DUTIES)
    own, buddys = await of_role(house, "coordinator"), await of_role(house, "buddy")
    assert own
    assert buddys
    assert len(BUTTON.findall(page)) == len(own) + len(buddys)
    assert (await office.post(f"{DUTIES}/{own[0].id}/erledigt")).status_code == 303
    assert (await office.post(f"{DUTIES}/{buddys[0].id}/erledigt")).status_code == 303
    assert len(BUTTON.findall(await shown(office, DUTIES))) == len(own) + len(buddys) - 2
    [others, *_] = await of_role(house, "head")
    assert (await office.post(f"{DUTIES}/{others.id}/erledigt")).status_code == 404


def test_the_office_leaves_a_named_buddy_their_tasks() -> None:
    school, buddy = new_id(), new_id()
    named = [Represented(school, "school", {Role.BUDDY: str(buddy)})]
    assert Owned(Role.BUDDY, but=frozenset({school})) in owned_by_office(named)
    of_all = [Represented(school, "municipality", {Role.BUDDY: str(buddy)})]
    assert [each.role for each in owned_by_office(of_all)] == [Role.COORDINATOR]


async def test_a_worker_sees_what_is_theirs_and_what_is_owed_to_them(house: House) -> None:
    worker_id = await hired(house)
    worker = await as_(house, grant(AccessRole.WORKER), person_id=worker_id)
    page = await shown(worker, OWN)
    own = await of_role(house, "worker")
    assert len(BUTTON.findall(page)) == len(own) - 1
    assert f'href="{CHOOSING}"' in page  # one is done there
    for text in (
        "Schulleitung",
        "Büro/Beratungsraum",
        "Grundschule am Lindenhain",
        "Noch keine Termine",
    ):
        assert text in page
    assert (await worker.post(BUTTON.findall(page)[0])).status_code == 303
    page = await shown(worker, OWN)
    assert "1 von " in page
    assert "Das haben Sie erledigt" in page
    [foreign, *_] = await of_role(house, "head")
    assert (await worker.post(f"{OWN}/{foreign.id}/erledigt")).status_code == 404
    colleague = await as_(house, grant(AccessRole.WORKER))
    assert "Noch keine Einarbeitung" in await shown(colleague, OWN)
    assert (await colleague.post(BUTTON.findall(page)[0])).status_code == 404


async def test_a_worker_sees_whom_to_ask(house: House) -> None:
    worker_id = await hired(house)
    worker = await as_(house, grant(AccessRole.WORKER), person_id=worker_id)
    page = await shown(worker, "/directory/meine-schulen")
    for text in ("Grundschule am Lindenhain", "Claudia Reinders", "Petra Niehues", "Marlene"):
        assert text in page
    assert page.index("Claudia Reinders") < page.index("Petra Niehues") < page.index("Marlene")
    colleague = await as_(house, grant(AccessRole.WORKER))
    assert "Gerade keine Schule" in await shown(colleague, "/directory/meine-schulen")


async def test_what_is_one_persons_is_nobody_elses(house: House) -> None:
    office = await as_(house, coordinator_of(BERGKAMEN))
    for path in (OWN, "/directory/meine-schulen"):
        assert (await office.get(path)).status_code == 403
    worker = await as_(house, grant(AccessRole.WORKER))
    assert (await worker.get(DUTIES)).status_code == 403
    assert (await worker.get("/directory/fachkraefte")).status_code == 403


async def test_who_runs_the_installation_sees_what_a_municipality_names_them_for(
    house: House,
) -> None:
    """The sample's operator is Bergkamen's contact for IT, and acts for no municipality."""
    await hired(house)
    [(contact,)] = await house.rows(
        "directory", select(contacts.c.person_id).where(contacts.c.role == "it").distinct()
    )
    open_ones = await of_role(house, "it")
    assert open_ones != []
    operator = await as_(house, OPERATOR, person_id=UUID(str(contact)))
    page = await shown(operator, DUTIES)
    assert len(BUTTON.findall(page)) == len(open_ones)
    assert (await operator.post(BUTTON.findall(page)[0])).status_code == 303
    assert len(BUTTON.findall(await shown(operator, DUTIES))) == len(open_ones) - 1
    cards = (await operator.get("/trainings/api/v1/cards")).text
    assert "Aufgabe" in cards
    another = await as_(house, OPERATOR)
    assert BUTTON.findall(await shown(another, DUTIES)) == []
