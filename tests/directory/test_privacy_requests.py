"""Somebody asks to be erased; the office checks it, confirms it, and hands out a certificate."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from httpx2 import AsyncClient
from sqlalchemy import select, update

from services.directory.people.models import people
from services.directory.people.use_cases import save_people
from services.directory.people.values import Names
from services.directory.privacy_requests.models import PrivacyRequest, requests
from services.directory.privacy_requests.queries import is_ready
from services.directory.privacy_requests.values import PrivacyState
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.privacy import PrivacyKind
from shared.ids import new_id
from shared.messaging.event import Cause
from tests.conftest import OpenHouse
from tests.directory.test_codes import new_browser
from tests.house import BERGKAMEN, House

OFFICE, OWN = "/directory/auskunft-und-loeschung", "/directory/meine-daten"
NAMES = Names(given_name="Ottilie", family_name="Regenbrecht", email="o.regenbrecht@example.org")
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


def test_the_page_says_no_longer_than_the_first_part_is_kept() -> None:
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
    assert is_ready(row, asked + timedelta(days=6))
    assert not is_ready(row, asked + timedelta(days=7))
