"""Somebody asks to be erased; the office checks it, confirms it, and hands out a certificate."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient
from sqlalchemy import select, update

from services.directory.accounts.models import AccessGrant
from services.directory.hindrances.queries import hindrances_of
from services.directory.people.models import people
from services.directory.people.use_cases import save_people
from services.directory.people.values import Names
from services.directory.privacy_requests import use_cases
from services.directory.privacy_requests.models import PrivacyRequest, requests
from services.directory.privacy_requests.queries import is_ready
from services.directory.privacy_requests.values import PrivacyState
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.privacy import PrivacyKind
from shared.ids import new_id
from shared.messaging.erased import Erased
from shared.messaging.event import Cause
from shared.web.problem import Problem
from shared.web.sessions.person import Me
from tests.conftest import OpenHouse
from tests.directory.test_codes import new_browser
from tests.house import BERGKAMEN, House
from tests.journeys.carrier import Carrier

OFFICE, OWN = "/directory/auskunft-und-loeschung", "/directory/meine-daten"
NAMES = Names(given_name="Ottilie", family_name="Regenbrecht", email="o.regenbrecht@example.org")
KAMEN = "05978020"
WORKER = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)


async def known(house: House) -> UUID:
    """Somebody without an employment."""
    person_id = new_id()
    async with house.context("directory").database.transaction() as uow:
        await save_people(uow, {person_id: NAMES}, Cause(BERGKAMEN, new_id()))
    return person_id


async def signed_in(house: House, client: AsyncClient, person_id: UUID) -> None:
    client.cookies.clear()
    for name, value in (await house.sign_in(WORKER, person_id=person_id)).items():
        client.cookies.set(name, value)


async def state_of(house: House) -> PrivacyState:
    [row] = await house.rows("directory", select(requests.c.state))
    assert isinstance(row.state, PrivacyState)
    return row.state


async def test_somebody_sees_on_their_page_which_services_have_answered(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory")
    async with new_browser(house) as client:
        await signed_in(house, client, await known(house))
        assert "Wie weit die Dienste sind" not in (await client.get(OWN)).text
        await client.post(f"{OWN}/auskunft")
        await house.quiet()
        page = (await client.get(OWN)).text
    assert "Wie weit die Dienste sind" in page
    assert page.count("noch nicht; läuft der Dienst gerade nicht") == 4


async def test_somebody_asks_takes_it_back_and_asks_again(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    person_id = await known(house)
    async with new_browser(house) as client:
        await signed_in(house, client, person_id)
        for _ in range(2):
            assert (await client.post(f"{OWN}/loeschen")).status_code == 303
        [row] = await house.rows("directory", select(requests))
        assert (await client.post(f"{OWN}/{row.id}/zuruecknehmen")).status_code == 303
        assert await state_of(house) is PrivacyState.CANCELLED
        assert (await client.post(f"{OWN}/loeschen")).status_code == 303
        assert len(await house.rows("directory", select(requests))) == 2
        assert "verlangt" in (await client.get(OWN)).text


async def test_who_asks_to_be_erased_reads_what_hinders_it_from_when_and_what_stays(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory")
    person_id = await known(house)
    async with new_browser(house) as client:
        await signed_in(house, client, person_id)
        assert "nichts entgegen" not in (await client.get(OWN)).text
        await client.post(f"{OWN}/loeschen")
        page = (await client.get(OWN)).text
        [row] = await house.rows("directory", select(requests))
        assert "Ihrer Löschung steht nichts entgegen" in page
        assert "Sicherungen" in page
        assert str(row.id) in page
        async with house.context("directory").database.transaction() as uow:
            role = Grant(role=AccessRole.COORDINATOR, municipality=KAMEN).model_dump()
            tenant = role.pop("municipality")
            uow.session.add(AccessGrant(person_id=person_id, tenant=tenant, **role))
        page = (await client.get(OWN)).text
        assert "noch nicht möglich" in page
        assert "in einer anderen Kommune" in page


async def test_the_office_confirms_by_a_word_and_hands_out_a_certificate_without_a_name(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory")
    person_id = await known(house)
    page = (await house.http.post(f"{OFFICE}/fuer/{person_id}")).headers["location"]
    assert "Ottilie Regenbrecht" in (await house.http.get(page)).text
    wrong = await house.http.post(f"{page}/loeschen", data={"typed": "ja"})
    assert wrong.status_code == 422
    assert await state_of(house) is PrivacyState.ASKED
    assert (await house.http.post(f"{page}/loeschen", data={"typed": "löschen"})).status_code == 303
    told = (await house.http.get(page)).text
    assert "Regenbrecht" not in told
    assert "hat noch nicht geantwortet" in told
    assert await house.rows("directory", select(people).where(people.c.id == person_id)) == []
    assert "gelöschte Person" in (await house.http.get(OFFICE)).text
    async with house.context("directory").database.transaction() as uow:
        await uow.session.execute(update(requests).values(state=PrivacyState.DONE, done_at=uow.now))
    certificate = await house.http.get(f"{page}/bescheinigung")
    assert certificate.content.startswith(b"%PDF")
    assert b"Regenbrecht" not in certificate.content


def test_seven_days_count_from_when_the_package_is_whole() -> None:
    asked = datetime(2027, 2, 1, 9, tzinfo=UTC)
    row = PrivacyRequest(
        tenant=BERGKAMEN,
        kind=PrivacyKind.ACCESS,
        state=PrivacyState.DONE,
        person_id=new_id(),
        asked_by=new_id(),
        asked_at=asked,
        announced_at=asked,
        done_at=asked + timedelta(days=2),
    )
    assert is_ready(row, asked + timedelta(days=8))
    assert not is_ready(row, asked + timedelta(days=9))


def office(tenant: str = BERGKAMEN) -> Me:
    cause = Cause(tenant, new_id())
    return Me(tenant, AccessRole.COORDINATOR, new_id(), None, cause, new_id())


async def test_what_was_taken_back_a_moment_ago_is_neither_done_nor_taken_back_again(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory")
    person_id = await known(house)
    async with house.context("directory").database.transaction() as uow:
        row = await use_cases.ask(uow, office(), person_id, PrivacyKind.ERASURE)
        other = update(requests).values(state=PrivacyState.CANCELLED)
        await uow.session.execute(other, execution_options={"synchronize_session": False})
        assert row.state is PrivacyState.ASKED
        with pytest.raises(Problem, match="already-further"):
            await use_cases.announce_erasure(uow, office(), row)
        with pytest.raises(Problem, match="already-further"):
            await use_cases.cancel(uow, row)


async def test_who_was_merged_after_they_asked_is_erased_with_whoever_stands_for_them(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory")
    person_id, survivor = await known(house), await known(house)
    page = (await house.http.post(f"{OFFICE}/fuer/{person_id}")).headers["location"]
    both = people.c.id.in_([person_id, survivor])
    async with house.context("directory").database.transaction() as uow:
        merged = update(people).where(people.c.id == person_id).values(merged_into=survivor)
        await uow.session.execute(merged)
    assert (await house.http.post(f"{page}/loeschen", data={"typed": "löschen"})).status_code == 303
    assert await house.rows("directory", select(people.c.id).where(both)) == []
    [row] = await house.rows("directory", select(requests.c.still_named))
    assert row.still_named == [str(survivor), str(person_id)]


async def test_nobody_of_another_municipality_is_erased_and_a_role_there_is_shown(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory")
    person_id = await known(house)
    async with house.context("directory").database.transaction() as uow:
        row = await use_cases.ask(uow, office(KAMEN), person_id, PrivacyKind.ERASURE)
        with pytest.raises(Problem, match="person-elsewhere"):
            await use_cases.announce_erasure(uow, office(KAMEN), row)
    page = (await house.http.post(f"{OFFICE}/fuer/{person_id}")).headers["location"]
    role = Grant(role=AccessRole.COORDINATOR, municipality=KAMEN).model_dump()
    async with house.context("directory").database.transaction() as uow:
        uow.session.add(AccessGrant(person_id=person_id, tenant=role.pop("municipality"), **role))
    assert "Rollen in einer anderen Kommune" in (await house.http.get(page)).text
    refused = await house.http.post(f"{page}/loeschen", data={"typed": "löschen"})
    assert refused.status_code == 422
    assert "Rollen in einer anderen Kommune" in refused.text


async def test_a_term_that_is_over_hinders_only_where_the_land_paid_a_placement(
    open_house: OpenHouse,
) -> None:
    """Whichever municipality asks."""
    house = await open_house("directory")
    carrier = await Carrier.of(house)
    over = {"funding": "kreis", "fixed_term_until": "2027-09-30"}
    paid = {"school_number": "100001", "weekly_hours": 19.5, "funding": "land"}
    person = {"given_name": "Ina", "family_name": "Fels", "email": "ina@example.org"}
    plain = await carrier.hire(**over)
    funded = await carrier.hire(external_id="P-2", person=person, placements=[paid], **over)
    today = date(2027, 10, 1)
    async with house.context("directory").database.reading() as session:
        for tenant in (BERGKAMEN, KAMEN):
            found = [
                await hindrances_of(session, tenant, [UUID(each["worker_id"])], day)
                for each in (plain, funded)
                for day in (today - timedelta(days=1), today)
            ]
            until = [[each.until for each in some] for some in found]
            kept = [date(2031, 8, 1)]
            assert until[1:] == [[], kept, kept]
            assert until[0] == [today]


async def test_who_was_not_erased_after_all_is_not_turned_away(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    database, [first, second] = house.context("directory").database, [new_id(), new_id()]
    with pytest.raises(InterruptedError):
        async with database.transaction() as uow:
            await uow.turn_away([first])
            raise InterruptedError
    async with database.transaction() as uow:
        await uow.turn_away([second])
    erased = Erased(database.engine, database.key)
    assert [erased.has(each) for each in (first, second)] == [False, True]
