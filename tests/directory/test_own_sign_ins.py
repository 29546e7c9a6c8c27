"""Everybody sees where they are signed in, and ends it there."""

import re
from html import unescape
from pathlib import Path
from uuid import UUID

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.directory.sessions import use_cases as sessions
from services.directory.sessions.values import Proven
from shared.contracts.accounts import AccessRole, Grant, SignInMethod
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.tables import audit
from shared.web.sessions import cookies
from tests.directory.test_codes import new_browser
from tests.house import BERGKAMEN, House, embedded_house

OWN = "/directory/anmeldungen"
WORKER = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)


async def enter(house: House, client: AsyncClient, person_id: UUID, browser: str) -> str:
    """The id by which the sign-in is ended."""
    async with house.context("directory").database.transaction() as uow:
        proven = Proven(person_id, SignInMethod.CODE, browser)
        secret = await sessions.begin(uow, proven, None)
    base = house.settings.base_url
    client.cookies.clear()
    client.cookies.set(cookies.cookie_name(base, cookies.SESSION), secret)
    client.cookies.set(cookies.cookie_name(base, cookies.AWAKE), "1")
    return str(cookies.digest_of(secret))


def said(response: Response) -> str:
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def person_id() -> UUID:
    return new_id()


async def test_they_are_seen_and_ended_one_by_one_or_all(tmp_path: Path, person_id: UUID) -> None:
    async with (
        embedded_house(tmp_path, ["directory"]) as house,
        new_browser(house) as here,
        new_browser(house) as phone,
        new_browser(house) as office,
        new_browser(house) as stranger,
    ):
        await house.sign_in(WORKER, person_id=person_id)
        async with house.context("directory").database.transaction() as uow:
            await sessions.end_of_person(uow, person_id, cause=Cause(BERGKAMEN, new_id()))
        await enter(house, here, person_id, "Firefox, Windows")
        alone = said(await here.get(OWN))
        assert "Sie sind nur hier angemeldet" in alone
        assert "Alle anderen beenden" not in alone
        on_phone = await enter(house, phone, person_id, "Safari, iPhone")
        await enter(house, office, person_id, "Edge, Windows")
        theirs = await enter(house, stranger, await other_person(house), "Chrome, Linux")
        page = said(await here.get(OWN))
        assert "Safari, iPhone" in page
        assert "Alle anderen beenden" in page
        assert "Chrome, Linux" not in page
        await here.post(f"{OWN}/{on_phone}/beenden")
        assert "Anmeldung beendet" in said(await here.get(OWN))
        assert (await phone.get(OWN)).status_code != 200
        await here.post(f"{OWN}/{on_phone}/beenden")
        assert "war schon beendet" in said(await here.get(OWN))
        await here.post(f"{OWN}/{theirs}/beenden")
        assert (await stranger.get(OWN)).status_code == 200
        await here.post(f"{OWN}/beenden")
        assert "Eine andere Anmeldung beendet" in said(await here.get(OWN))
        assert (await office.get(OWN)).status_code != 200
        await here.post(f"{OWN}/beenden")
        assert "keine andere Anmeldung mehr offen" in said(await here.get(OWN))


async def other_person(house: House) -> UUID:
    person_id = new_id()
    await house.sign_in(WORKER, person_id=person_id)
    return person_id


async def test_in_another_role_one_acts_under_a_new_id(tmp_path: Path, person_id: UUID) -> None:
    """H1.24: what the browser held before is worth nothing any more."""
    head = Grant(role=AccessRole.HEAD, municipality=BERGKAMEN)
    async with (
        embedded_house(tmp_path, ["directory"]) as house,
        new_browser(house) as here,
        new_browser(house) as before,
    ):
        await house.sign_in(WORKER, head, person_id=person_id)
        await enter(house, here, person_id, "Firefox, Windows")
        held = dict(here.cookies)
        for role, word in ((head.role, "Schulleitung"), (WORKER.role, "Fachkraft")):
            before.cookies.clear()
            before.cookies.update(held)
            answer = await here.post(f"{OWN}/rolle", data={"als": f"{BERGKAMEN}.{role}."})
            assert answer.headers["location"] == "/"
            held = dict(answer.cookies)
            here.cookies.clear()
            here.cookies.update(held)
            assert f'kp-account__name">{word}<' in (await here.get(OWN)).text
            assert (await before.get(OWN)).status_code != 200


async def test_a_role_that_is_not_theirs_changes_nothing_and_is_not_recorded_as_a_change(
    tmp_path: Path, person_id: UUID
) -> None:
    async with embedded_house(tmp_path, ["directory"]) as house, new_browser(house) as here:
        await house.sign_in(WORKER, person_id=person_id)
        await enter(house, here, person_id, "Firefox, Windows")
        before = dict(here.cookies)
        answer = await here.post(f"{OWN}/rolle", data={"als": "00000000.operator."})
        assert answer.headers["location"] == "/"
        assert dict(here.cookies) == before
        assert await house.rows("directory", select(audit.c.action)) == []
