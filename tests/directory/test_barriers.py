"""Whoever meets a barrier says so without an account, and it reaches those who remove it."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient
from sqlalchemy import func, select

from services.directory.accounts.use_cases import invite
from services.directory.barriers.models import BarrierReport
from services.directory.barriers.use_cases import KEPT, forget
from services.directory.imprint.rules import MOST, WITHIN_SECONDS, Limit
from services.directory.people.values import Names
from services.notifications.mailbox.models import kept_mails
from shared.contracts.accounts import Grant
from shared.contracts.directory import report_number
from shared.messaging.tables import audit
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL, House
from tests.notifications.test_notices import later
from tests.signing_in import OPERATOR, coordinator_of

KAMEN = "05978020"
FORM = "/directory/barriere-melden"
LIST = "/directory/barrieren"
GIVEN = {"text": "Der <b>Kalender</b> geht nicht auf.", "page": "Start", "contact": "a@example.org"}
HEADERS = {"accept": "text/html", "sec-fetch-site": "same-origin"}


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house("directory", municipalities=frozenset({BERGKAMEN, KAMEN}))


@pytest.fixture
async def stranger(house: House) -> AsyncGenerator[AsyncClient]:
    async with AsyncClient(
        transport=house.http._transport, base_url=URL, headers=HEADERS
    ) as stranger:
        yield stranger


async def seen(house: House, *grants: Grant) -> str:
    """The list, as somebody else sees it."""
    house.http.cookies.clear()
    house.http.cookies.update(await house.sign_in(*grants))
    answer = await house.http.get(LIST, headers=HEADERS)
    assert answer.status_code == 200
    return answer.text


async def test_a_report_reaches_the_operator_and_the_reporters_own_office(
    house: House, stranger: AsyncClient
) -> None:
    stranger.cookies.update(await house.sign_in(coordinator_of(KAMEN)))
    answer = await stranger.post(FORM, data=GIVEN, follow_redirects=True)
    assert "Danke, Ihre Meldung ist angekommen." in answer.text
    (row,) = await house.rows("directory", select(BarrierReport.id))
    assert f"Ihre Meldung {report_number(row.id)}" in answer.text
    assert "&lt;b&gt;Kalender" in await seen(house, OPERATOR)
    assert "&lt;b&gt;Kalender" in await seen(house, coordinator_of(KAMEN))
    assert "Kalender" not in await seen(house, coordinator_of(BERGKAMEN))


async def test_nobody_has_to_be_signed_in_and_it_is_seen_on_the_start_page(
    house: House, stranger: AsyncClient
) -> None:
    assert (await stranger.post(FORM, data=GIVEN)).status_code == 303
    cards = (await house.http.get("/directory/api/v1/cards")).json()["cards"]
    assert [each["number"] for each in cards if each["code"] == "barriers"] == [1]
    (row,) = await house.rows("directory", select(BarrierReport.id))
    answer = await house.http.post(f"{LIST}/{row.id}/erledigt", follow_redirects=True)
    assert "Als erledigt vermerkt." in answer.text
    cards = (await house.http.get("/directory/api/v1/cards")).json()["cards"]
    assert "barriers" not in {each["code"] for each in cards}


async def test_whoever_reported_sees_what_happens_next_and_nobody_sees_there_what_was_written(
    house: House, stranger: AsyncClient
) -> None:
    receipt = (await stranger.post(FORM, data=GIVEN)).headers["location"]
    page = (await stranger.get(receipt)).text
    assert "noch nicht erledigt" in page
    assert "innerhalb von zwei Wochen eine Antwort" in page
    assert "Kalender" not in page
    assert "a@example.org" not in page
    report_id = receipt.rpartition("/")[2]
    await house.http.post(f"{LIST}/{report_id}/erledigt")
    assert "erledigt am" in (await stranger.get(receipt)).text
    assert (await stranger.get(f"{FORM}/{UUID(int=1)}")).status_code == 404


async def test_an_address_is_not_needed_is_asked_for_with_consent_and_can_be_taken_back(
    house: House, stranger: AsyncClient
) -> None:
    assert "willigen Sie ein" in (await stranger.get(FORM)).text
    without = await stranger.post(FORM, data=GIVEN | {"contact": ""}, follow_redirects=True)
    assert "weil Sie keine Adresse angegeben haben" in without.text
    receipt = (await stranger.post(FORM, data=GIVEN)).headers["location"]
    report = f"{LIST}/{receipt.rpartition('/')[2]}"
    assert "a@example.org" in (await house.http.get(report, headers=HEADERS)).text
    answer = await house.http.post(f"{report}/adresse-loeschen", follow_redirects=True)
    assert "Die Adresse ist gelöscht." in answer.text
    assert "a@example.org" not in (await house.http.get(report, headers=HEADERS)).text


async def test_it_reaches_by_mail_whoever_removes_barriers_without_a_word_of_what_was_written(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "notifications")
    bernd = Names(given_name="Bernd", family_name="Trieb", email="betrieb@bergkamen.example")
    async with house.context("directory").database.transaction() as uow:
        await invite(uow, bernd, [OPERATOR])
    await house.quiet()
    await house.http.post(FORM, data=GIVEN, headers=HEADERS)
    (row,) = await house.rows("directory", select(BarrierReport.id))
    await house.quiet()
    later(house)
    async with asyncio.timeout(20):
        while not (mails := await house.rows("notifications", select(kept_mails))):
            await asyncio.sleep(0.05)
    [mail] = mails
    assert mail.recipient == "Bernd Trieb <betrieb@bergkamen.example>"
    assert report_number(row.id) in mail.text
    assert (await house.http.get(mail.links[0], headers=HEADERS)).status_code == 200
    assert "Kalender" not in mail.text + mail.html
    assert "a@example.org" not in mail.text + mail.html


async def test_what_is_settled_is_forgotten_after_thirty_days(
    open_either_house: OpenHouse,
) -> None:
    house = await open_either_house("directory")
    for _ in range(2):
        await house.http.post(FORM, data=GIVEN, headers=HEADERS)
    (first, _) = await house.rows("directory", select(BarrierReport.id))
    await house.http.post(f"{LIST}/{first.id}/erledigt")
    house.clock.forward(KEPT + timedelta(hours=1))
    async with house.context("directory").database.transaction() as uow:
        await forget(uow)
    ((left,),) = await house.rows("directory", select(func.count()).select_from(BarrierReport))
    assert left == 1


async def test_nobody_buries_the_office_under_reports(house: House, stranger: AsyncClient) -> None:
    for _ in range(MOST):
        assert (await stranger.post(FORM, data=GIVEN)).status_code == 303
    answer = await stranger.post(FORM, data=GIVEN)
    assert answer.status_code in (422, 429)
    assert "schon mehrere Meldungen" in answer.text
    assert "Kalender" in answer.text


def test_a_place_may_report_again_after_an_hour() -> None:
    limit = Limit()
    assert [limit.take("a", 0) for _ in range(MOST)] == [0] * MOST
    assert limit.take("a", 10) == WITHIN_SECONDS - 10
    assert limit.take("b", 10) == 0
    assert limit.take("a", WITHIN_SECONDS) == 0


async def test_who_looks_and_who_settles_is_recorded(house: House, stranger: AsyncClient) -> None:
    await stranger.post(FORM, data=GIVEN)
    (row,) = await house.rows("directory", select(BarrierReport.id))
    await seen(house, OPERATOR)
    assert (await house.http.get(f"{LIST}/{row.id}")).status_code == 200
    await house.http.post(f"{LIST}/{row.id}/erledigt")
    query = select(audit.c.action, audit.c.role, audit.c.object_id).order_by(audit.c.position)
    done = [each for each in await house.rows("directory", query) if "barrieren" in each.action]
    assert done == [
        ("GET /barrieren", "operator", ""),
        ("GET /barrieren/{report_id}", "operator", str(row.id)),
        ("POST /barrieren/{report_id}/erledigt", "operator", str(row.id)),
    ]


async def test_an_office_neither_sees_nor_settles_another_municipalitys(
    house: House, stranger: AsyncClient
) -> None:
    stranger.cookies.update(await house.sign_in(coordinator_of(KAMEN)))
    await stranger.post(FORM, data=GIVEN)
    (row,) = await house.rows("directory", select(BarrierReport.id))
    assert "Kalender" not in await seen(house, coordinator_of(BERGKAMEN))
    assert (await house.http.get(f"{LIST}/{row.id}", headers=HEADERS)).status_code == 404
    assert (await house.http.post(f"{LIST}/{row.id}/erledigt")).status_code == 404
    saved = await house.http.get(f"{LIST}?als=csv", headers=HEADERS)
    assert "Kalender" not in saved.text
    ((settled,),) = await house.rows("directory", select(BarrierReport.settled_at))
    assert settled is None
