"""Two people become one on the office's word, everything of theirs with them, and two again."""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from services.directory.accounts.models import AccessGrant, SignInAddress
from services.directory.accounts.use_cases import add_address, give
from services.directory.duplicates.models import duplicates
from services.directory.employments.models import employments
from services.directory.merges.models import merges
from services.directory.organizations.models import organizations
from services.directory.people.models import former_names, people
from services.directory.people.use_cases import save_people
from services.directory.relationships.models import Relationship, relationships
from services.directory.scim.models import PersonKey, person_keys
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.relationships import RelationshipType
from shared.messaging.event import Cause
from tests.directory.conftest import Desk
from tests.directory.test_duplicates import look, names
from tests.directory.test_organization_pages import said
from tests.directory.test_people import Person, office_of, signed_in
from tests.house import BERGKAMEN

LIST = "/directory/zusammenfuehrungen"
PEOPLE = "/directory/personen"
CHOICES = dict.fromkeys(("survivor", "name", "email", "languages", "hours"), "first")


@dataclass
class Twice:
    """One and the same: as a worker, and as somebody whom the office has entered."""

    desk: Desk
    office: Person
    worker: UUID
    entered: UUID
    pair: str

    def chosen(self, survivor: UUID, **changes: str) -> dict[str, str]:
        """All from the one who stays, unless something else is said."""
        side = "first" if survivor == min(self.worker, self.entered) else "second"
        return dict.fromkeys(CHOICES, side) | changes

    async def merge(self, survivor: UUID, **changes: str) -> str:
        """The address of the merge."""
        path, form = f"{LIST}/paar/{self.pair}", self.chosen(survivor, **changes)
        asked = await self.office.post(path, **form)
        assert asked.status_code == 200, asked.text
        assert "30 Tage" in asked.text
        done = await self.office.post(path, **form, seen=" ".join(form.values()))
        assert done.status_code == 303, said(done)
        return str(done.headers["location"])

    async def take_back(self, address: str) -> str:
        """What the page says then."""
        done = await self.office.post(f"{address}/zuruecknehmen")
        if done.status_code == 409:
            return str(done.text)
        assert done.status_code == 303
        self.office.http.cookies.update(done.cookies)
        return await self.office.page(done.headers["location"])

    async def rows(self, query: Any) -> list[Any]:
        return list(await self.desk.house.rows("directory", query))

    async def of(self, person_id: UUID) -> list[Any]:
        """Their employments."""
        return await self.rows(select(employments.c.id).where(employments.c.worker_id == person_id))


@pytest.fixture
async def twice(desk: Desk) -> Twice:
    hired = await desk.carrier.hire(start_date=desk.today.isoformat())
    worker, entered = UUID(hired.json()["worker_id"]), uuid4()
    async with desk.house.context("directory").database.transaction() as uow:
        given = names("Mara", "Oezguer-Kranz", "m.kranz@example.org")
        await save_people(uow, {entered: given}, Cause(BERGKAMEN, uuid4()))
    await look(desk)
    both = (
        duplicates.c.first_id == min(worker, entered),
        duplicates.c.second_id == max(worker, entered),
    )
    [(pair,)] = await desk.house.rows("directory", select(duplicates.c.id).where(*both))
    return Twice(desk, await office_of(desk), worker, entered, str(pair))


async def relate(desk: Desk, person_id: UUID, *schools: str) -> None:
    query = select(organizations.c.id).where(organizations.c.school_number.in_(schools))
    ids = [UUID(str(each.id)) for each in await desk.house.rows("directory", query)]
    async with desk.house.context("directory").database.transaction() as uow:
        uow.session.add_all(
            Relationship(
                tenant=BERGKAMEN,
                type=RelationshipType.ALL_DAY_LEAD,
                from_person_id=person_id,
                to_organization_id=each,
                valid_from=desk.today,
                contact_order=1,
            )
            for each in ids
        )


async def test_everything_goes_over_and_old_ids_lead_to_the_survivor(twice: Twice) -> None:
    before = await twice.of(twice.worker)
    await twice.merge(twice.entered)
    assert await twice.of(twice.entered) == before
    assert await twice.of(twice.worker) == []
    led = await twice.office.get(f"{PEOPLE}/{twice.worker}")
    assert (led.status_code, led.headers["location"]) == (301, f"{PEOPLE}/{twice.entered}")
    api = f"/directory/api/v1/people/{twice.worker}?municipality={BERGKAMEN}"
    led = await twice.office.get(api)
    assert led.status_code == 301, led.text
    assert f"/people/{twice.entered}?" in led.headers["location"]
    asked = await twice.desk.carrier.get(f"/directory/api/v1/workers/{twice.worker}")
    assert asked.status_code == 301, asked.text
    assert asked.headers["location"].endswith(f"/workers/{twice.entered}")
    page = await twice.office.page(f"{PEOPLE}/{twice.entered}")
    assert "War auch angelegt als" in page
    assert "Fachkraft" in page


async def test_the_carriers_next_word_about_the_old_number_hits_the_survivor(twice: Twice) -> None:
    await twice.merge(twice.entered)
    again = await twice.desk.carrier.hire(start_date=(twice.desk.today).isoformat())
    assert again.status_code == 409
    assert again.json()["worker_id"] == str(twice.entered)


async def test_who_is_merged_is_in_no_list_and_found_by_every_former_name(twice: Twice) -> None:
    await twice.merge(twice.entered)
    assert await twice.office.looks_for(text="Mara") == ["Oezguer-Kranz, Mara"]
    assert await twice.office.looks_for(text="Mara Özgür") == ["Oezguer-Kranz, Mara"]
    await look(twice.desk)
    assert (
        await twice.rows(select(duplicates.c.id).where(duplicates.c.id == UUID(twice.pair))) == []
    )


async def test_only_what_was_chosen_is_taken_over(twice: Twice) -> None:
    """H3.06."""
    other = "first" if twice.worker < twice.entered else "second"
    await twice.merge(twice.entered, email=other)
    query = select(people.c.family_name, people.c.email).where(people.c.id == twice.entered)
    assert await twice.rows(query) == [("Oezguer-Kranz", "mara@example.org")]


async def test_exactly_the_same_is_there_once_and_the_rest_moves(twice: Twice) -> None:
    """H3.01, H3.02."""
    await relate(twice.desk, twice.worker, "100001", "100002")
    await relate(twice.desk, twice.entered, "100001")
    address = await twice.merge(twice.entered)
    theirs = select(relationships.c.to_organization_id).where(
        relationships.c.from_person_id == twice.entered
    )
    assert len(await twice.rows(theirs)) == 2
    assert await twice.rows(theirs.where(relationships.c.from_person_id == twice.worker)) == []
    assert (await twice.office.post(f"{address}/zuruecknehmen")).status_code == 303
    assert len(await twice.rows(theirs)) == 1
    worker = select(relationships.c.id).where(relationships.c.from_person_id == twice.worker)
    assert len(await twice.rows(worker)) == 2


async def test_a_key_of_another_system_is_the_survivors(twice: Twice) -> None:
    async with twice.desk.house.context("directory").database.transaction() as uow:
        key = PersonKey(tenant=BERGKAMEN, system="scim", value="x-1", person_id=twice.worker)
        uow.session.add(key)
    await twice.merge(twice.entered)
    query = select(person_keys.c.person_id).where(person_keys.c.value == "x-1")
    assert await twice.rows(query) == [(twice.entered,)]


async def test_the_others_sign_in_rests_until_the_office_lets_it_hold(twice: Twice) -> None:
    """H3.11; both sign in anew."""
    grant = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)
    async with twice.desk.house.context("directory").database.transaction() as uow:
        await give(uow, twice.worker, [grant], Cause(BERGKAMEN, uuid4()))
        await add_address(uow, twice.worker, "mara@example.org")
    worker = await signed_in(twice.desk, grant, person_id=twice.worker)
    assert (await worker.get("/directory/mein-eintrag")).status_code == 200
    address = await twice.merge(twice.entered)
    assert (await worker.get("/directory/mein-eintrag")).status_code == 303
    held = select(AccessGrant.person_id).where(AccessGrant.role == AccessRole.WORKER)
    assert (twice.entered,) in await twice.rows(held)
    owner = select(SignInAddress.person_id).where(SignInAddress.address == "mara@example.org")
    assert await twice.rows(owner) == [(twice.worker,)]
    assert "Die Anmeldung der anderen ruht" in await twice.office.page(address)
    assert (await twice.office.post(f"{address}/anmeldung")).status_code == 303
    assert await twice.rows(owner) == [(twice.entered,)]
    assert (await twice.office.post(f"{address}/zuruecknehmen")).status_code == 303
    assert await twice.rows(owner) == [(twice.worker,)]


async def test_an_address_stays_behind_where_the_survivor_has_one_and_that_is_said(
    twice: Twice,
) -> None:
    async with twice.desk.house.context("directory").database.transaction() as uow:
        await add_address(uow, twice.worker, "mara@example.org")
        await add_address(uow, twice.entered, "m.kranz@example.org")
    address = await twice.merge(twice.entered)
    let = await twice.office.post(f"{address}/anmeldung")
    twice.office.http.cookies.update(let.cookies)
    page = await twice.office.page(let.headers["location"])
    assert "gilt nicht mehr zum Anmelden" in page
    assert "Die Anmeldung der anderen ruht" not in page
    owner = select(SignInAddress.address).where(SignInAddress.person_id == twice.entered)
    assert await twice.rows(owner) == [("m.kranz@example.org",)]


async def test_taken_back_everything_is_as_before(twice: Twice) -> None:
    wanted = select(people.c.id, people.c.given_name, people.c.family_name, people.c.email)
    wanted = wanted.where(people.c.id.in_([twice.worker, twice.entered])).order_by(people.c.id)
    before, mine = await twice.rows(wanted), await twice.of(twice.worker)
    other = "first" if twice.worker < twice.entered else "second"
    address = await twice.merge(twice.entered, name=other, email=other)
    assert "Zurücknehmen" in await twice.office.page(address)
    assert (await twice.office.post(f"{address}/zuruecknehmen")).status_code == 303
    assert await twice.rows(wanted) == before
    assert await twice.of(twice.worker) == mine
    assert await twice.rows(select(former_names.c.id)) == []
    assert (await twice.office.get(f"{PEOPLE}/{twice.worker}")).status_code == 200
    assert "Zurückgenommen" in await twice.office.page(address)
    assert "schon zurückgenommen" in await twice.take_back(address)
    await look(twice.desk)
    pairs = select(duplicates.c.id).where(
        duplicates.c.second_id == max(twice.worker, twice.entered)
    )
    assert len(await twice.rows(pairs)) == 1


async def test_what_somebody_has_changed_since_is_named_and_nothing_happens(twice: Twice) -> None:
    address = await twice.merge(twice.entered)
    change = update(employments).where(employments.c.worker_id == twice.entered)
    async with twice.desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(change.values(last_day=twice.desk.today))
    said_why = await twice.take_back(address)
    assert "Davon hat inzwischen jemand etwas geändert" in said_why
    [employment] = (await twice.of(twice.entered))[0]
    assert f'href="/directory/fachkraefte/{employment}">Beschäftigung, AWO' in said_why
    assert await twice.of(twice.worker) == []


async def test_after_30_days_it_stays(twice: Twice) -> None:
    address = await twice.merge(twice.entered)
    old = update(merges).values(merged_at=twice.desk.house.clock.now() - timedelta(days=31))
    async with twice.desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(old)
    assert "zuruecknehmen" not in await twice.office.page(address)
    assert "30 Tage lang" in await twice.take_back(address)


async def test_who_is_merged_is_not_merged_again(twice: Twice) -> None:
    path, form = f"{LIST}/paar/{twice.pair}", twice.chosen(twice.entered)
    await twice.merge(twice.entered)
    assert (await twice.office.post(path, **form, seen=" ".join(form.values()))).status_code == 404


async def test_who_holds_a_role_elsewhere_is_the_operators_matter(twice: Twice) -> None:
    elsewhere = Grant(role=AccessRole.COORDINATOR, municipality="05978020")
    async with twice.desk.house.context("directory").database.transaction() as uow:
        await give(uow, twice.worker, [elsewhere], Cause("05978020", uuid4()))
    path, form = f"{LIST}/paar/{twice.pair}", twice.chosen(twice.entered)
    refused = await twice.office.post(path, **form, seen=" ".join(form.values()))
    assert refused.status_code == 422
    assert "anderen Kommune" in unescape(refused.text)
    assert len(await twice.of(twice.worker)) == 1


async def test_what_differs_from_what_was_shown_is_asked_again(twice: Twice) -> None:
    path, form = f"{LIST}/paar/{twice.pair}", twice.chosen(twice.entered)
    shown = " ".join(form.values())
    other = twice.chosen(twice.worker)
    assert (await twice.office.post(path, **other, seen=shown)).status_code == 200
    assert len(await twice.of(twice.worker)) == 1


async def test_the_page_shows_how_much_goes_over(twice: Twice) -> None:
    page = await twice.office.page(f"{LIST}/paar/{twice.pair}")
    assert "Beschäftigungen mit ihren Einsätzen" in page
    assert re.search("Was geschieht", page)
    here = '<a href="/directory/doppelte" aria-current="true">'
    assert here in page
    assert here in await twice.office.page(await twice.merge(twice.entered))
    assert "Oezguer-Kranz" in await twice.office.page(LIST)
