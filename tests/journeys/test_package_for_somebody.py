"""Somebody asks what is kept about them: every service gives its part, and only they get it."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4, uuid5
from zipfile import ZipFile

import orjson
import pytest
from httpx2 import AsyncClient
from sqlalchemy import select

from deploy.privacy.export import ask
from services.directory.packages.rules import folder_of
from services.directory.privacy_requests import use_cases
from services.directory.privacy_requests.models import requests
from services.directory.privacy_requests.values import PrivacyState
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.privacy import (
    ANSWERING,
    DashboardReceipt,
    NotificationsReceipt,
    PrivacyKind,
    SurveysReceipt,
)
from shared.erasing.parts import expire
from shared.messaging.message import Message
from shared.messaging.router import Received
from shared.messaging.tables import privacy_parts
from shared.web.problem import Problem
from tests.conftest import OpenHouse
from tests.directory.test_codes import new_browser
from tests.directory.test_privacy_requests import known
from tests.house import BERGKAMEN, House
from tests.journeys.carrier import Carrier
from tests.journeys.erasing import calm, departed, erase, hired
from tests.journeys.test_new_colleague import ALL

WORKER = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)
OWN = "/directory/meine-daten/auskunft"
PAPER = "/directory/auskunft-auf-papier"


async def sign_in(house: House, client: AsyncClient, person_id: UUID) -> None:
    client.cookies.clear()
    for name, value in (await house.sign_in(WORKER, person_id=person_id)).items():
        client.cookies.set(name, value)


async def states(house: House) -> list[PrivacyState]:
    query = select(requests.c.state).order_by(requests.c.asked_at)
    return [row.state for row in await house.rows("directory", query)]


async def left(house: House, name: str) -> int:
    return len(await house.rows(name, select(privacy_parts.c.request_id)))


async def test_one_package_of_all_services_for_them_alone_until_a_week_is_over(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*ALL)
    person = await hired(house, await Carrier.of(house))
    async with new_browser(house) as client:
        await sign_in(house, client, person.person_id)
        page = (await client.post(OWN)).headers["location"]
        assert (await client.post(OWN)).status_code == 303
        await house.quiet()
        assert await states(house) == [PrivacyState.DONE]
        assert "Abholen" in (await client.get(page)).text
        answer = await client.get(f"{page}/datei")
        with ZipFile(BytesIO(answer.content)) as archive:
            assert archive.testzip() is None
            names = set(archive.namelist())
            told = orjson.loads(archive.read("verzeichnis/daten.json"))
            text = archive.read("verzeichnis/daten.html").decode()
        assert {f"{folder_of(each)}/daten.json" for each in ANSWERING} <= names
        assert {"people", "employments"} <= {each["table"] for each in told["tables"]}
        assert "Sonnentau" in text
        [sealed] = await house.rows("directory", select(privacy_parts.c.sealed))
        assert b"Sonnentau" not in sealed.sealed
        request_id = page.rpartition("/")[2]
        part = f"/trainings/api/v1/privacy-parts/own/{request_id}"
        assert (await client.get(part)).is_success
        await sign_in(house, client, UUID(int=7))
        for path in (page, f"{page}/datei", part):
            assert (await client.get(path)).status_code == 404
        assert (await house.http.get(f"{PAPER}/{request_id}/datei")).status_code == 404
        house.clock.forward(timedelta(days=7, minutes=1))
        await sign_in(house, client, person.person_id)
        assert (await client.get(f"{page}/datei")).status_code == 404
        assert "Nicht mehr da" in (await client.get(page)).text
    for name in ALL:
        async with house.context(name).database.transaction() as uow:
            await expire(uow)
        assert await left(house, name) == 0


async def they_answer(house: House, request_id: str) -> None:
    """Services that were away run again; what they give is elsewhere."""
    said = []
    for receipt in (SurveysReceipt, NotificationsReceipt, DashboardReceipt):
        body = receipt(
            receipt_id=uuid5(UUID(request_id), receipt.owner()),
            request_id=UUID(request_id),
            service=receipt.owner(),
            kind=PrivacyKind.ACCESS,
            version=int(house.clock.now().timestamp()),
            parts=(),
        )
        message = Message(
            id=uuid4(),
            topic=body.topic,
            key=body.key,
            type=body.type_name,
            time=house.clock.now(),
            tenant=BERGKAMEN,
            correlation_id=uuid4(),
            causation_id=None,
            data=body.model_dump_json().encode(),
        )
        said.append(Received(body, message))
    async with house.context("directory").database.transaction() as uow:
        await use_cases.note(uow, said)
    await house.quiet()


async def test_what_is_there_is_given_while_a_service_is_away_and_says_what_is_missing(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings")
    person_id = await known(house)
    async with new_browser(house) as client:
        await sign_in(house, client, person_id)
        page = (await client.post(OWN)).headers["location"]
        await house.quiet()
        assert "Abholen, was da ist" in (await client.get(page)).text
        house.clock.forward(timedelta(hours=2))
        await sign_in(house, client, person_id)
        assert "hat noch nicht geantwortet" in (await client.get(page)).text
        answer = await client.get(f"{page}/datei")
        assert "unvollstaendig" in answer.headers["content-disposition"]
        with ZipFile(BytesIO(answer.content)) as archive:
            missing = archive.read("WAS-FEHLT.txt").decode()
            assert {"verzeichnis/daten.html", "begleitung/daten.html"} <= set(archive.namelist())
        assert all(title in missing for title in ("Befragungen", "Nachrichten", "Überblick"))
        assert "Verzeichnis" not in missing
        house.clock.forward(timedelta(days=3))
        await they_answer(house, page.rpartition("/")[2])
        assert await states(house) == [PrivacyState.DONE]
        house.clock.forward(timedelta(days=6))
        await sign_in(house, client, person_id)
        assert (await client.get(f"{page}/datei")).is_success
        assert await left(house, "trainings") == 1


async def test_what_is_whole_only_when_the_first_parts_are_gone_is_collected_again(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings")
    person_id = await known(house)
    async with new_browser(house) as client:
        await sign_in(house, client, person_id)
        request_id = (await client.post(OWN)).headers["location"].rpartition("/")[2]
        await house.quiet()
        house.clock.forward(timedelta(days=8))
        for expected in (PrivacyState.ANNOUNCED, PrivacyState.DONE):
            await they_answer(house, request_id)
            assert await states(house) == [expected]
        await sign_in(house, client, person_id)
        assert (await client.get(f"{OWN}/{request_id}/datei")).is_success


async def test_the_office_fetches_for_somebody_on_paper_what_they_get_by_no_other_way(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*ALL)
    person = await departed(house)
    path = f"{PAPER}/{person.person_id}"
    assert (await house.http.post(path, data={"reason": ""})).status_code == 422
    page = (await house.http.post(path, data={"reason": "Brief"})).headers["location"]
    await calm(house)
    assert "Brief" in (await house.http.get(page)).text
    request_id = page.rpartition("/")[2]
    answer = await house.http.get(f"{PAPER}/{request_id}/datei")
    with ZipFile(BytesIO(answer.content)) as archive:
        assert "Sonnentau" in archive.read("verzeichnis/daten.html").decode()
    assert (
        await house.http.get(f"/trainings/api/v1/privacy-parts/own/{request_id}")
    ).status_code in (403, 404)


async def test_an_operator_asks_for_an_office(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    person_id = await known(house)
    request_id = await ask(house.context("directory").database, person_id)
    page = await house.http.get(f"/directory/auskunft-und-loeschung/{request_id}")
    assert "vom Betrieb" in page.text
    with pytest.raises(Problem):
        await ask(house.context("directory").database, person_id)


async def test_who_is_erased_meanwhile_leaves_no_part_behind(open_house: OpenHouse) -> None:
    house = await open_house(*ALL)
    person = await departed(house)
    path = f"{PAPER}/{person.person_id}"
    page = (await house.http.post(path, data={"reason": "Brief"})).headers["location"]
    await erase(house, person.person_id)
    await calm(house)
    assert PrivacyState.CANCELLED in await states(house)
    assert [await left(house, name) for name in ALL] == [0] * len(ALL)
    request_id = page.rpartition("/")[2]
    assert (await house.http.get(f"{PAPER}/{request_id}/datei")).status_code == 404
