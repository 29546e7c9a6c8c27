"""Parked messages of all services on one page: seen by cause, tried again, given up, corrected."""

import asyncio
import json
import re
from dataclasses import replace
from uuid import UUID

import pytest
from httpx2 import (
    AsyncClient,
)
from sqlalchemy import select

from services.dashboard.parked.use_cases import AT_ONCE
from services.dashboard.values import SERVICES
from services.trainings.models import people
from shared.contracts.accounts import SessionRecord
from shared.contracts.directory import PersonRecord
from shared.ids import new_id
from shared.messaging.tables import parked_history
from tests.conftest import OpenHouse
from tests.dashboard.conftest import connect
from tests.dashboard.poison import (
    PAGE,
    act,
    empty,
    opened,
    parked_in,
    poison,
    poisoned,
    story,
)
from tests.dashboard.stories import hired, message
from tests.house import House


async def test_nothing_parked_is_good_news(open_house: OpenHouse) -> None:
    house = await open_house(*SERVICES)
    connect(house)
    page = (await house.http.get(PAGE, headers={"accept": "text/html"})).text
    assert "Nichts angehalten – alles fließt" in page
    assert "antwortet nicht" not in page


@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*", ""])
async def test_the_page_is_a_page_and_the_api_is_an_api_whatever_is_preferred(
    full_house: House, accept: str
) -> None:
    page = await full_house.http.get(PAGE, headers={"accept": accept})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for service in ("dashboard", "directory"):
        path = f"/{service}/api/v1/parked"
        answer = await full_house.http.get(path, headers={"accept": accept})
        assert answer.json() == {"causes": [], "items": [], "next": None, "history": None}


async def test_failures_are_grouped_by_cause_with_what_waits_behind(
    full_house: House, browser: AsyncClient
) -> None:
    await poison(full_house, hired(), hired())
    # This one is nobody's: neither trainings nor the dashboard can handle it.
    await full_house.bus.publish([replace(hired(), tenant="09999999")])
    await full_house.quiet()
    page = (await browser.get(PAGE)).text
    groups = re.findall(
        r"<strong>(\d+) fehlgeschlagen</strong> <span>(\d+ warten dahinter|dahinter wartet nichts)",
        page,
    )
    assert groups == [("2", "2 warten dahinter"), *[("1", "dahinter wartet nichts")] * 2]
    assert "Der Inhalt hat nicht die erwartete Form, und zwar bei: " in page
    assert "Diese Kommune wird hier nicht bedient" in page
    assert "4 Nachrichten sind fehlgeschlagen" in page


async def test_a_group_opens_to_messages_with_all_that_is_known(
    full_house: House, browser: AsyncClient
) -> None:
    good = hired()
    await poison(full_house, good)
    page, _ = await opened(browser)
    for shown in (
        str(good.id),
        good.key,
        "&#34;note&#34;: &#34;Bergsträße &lt;b&gt;&#34;",
        "<dt>ce_type</dt><dd><code>directory.worker-hired.v1</code>",
        "directory.events",
        f"/dashboard/geschichten/{good.correlation_id}",
    ):
        assert shown in page


async def test_bytes_that_are_no_text_are_shown_in_base64(
    full_house: House, browser: AsyncClient
) -> None:
    await full_house.bus.publish([replace(hired(), data=b"\xff\xfe\x00")])
    await full_house.quiet()
    page, _ = await opened(browser)
    assert "//4A" in page


async def test_of_a_sign_in_nothing_is_shown_and_no_copy_is_offered(
    full_house: House, browser: AsyncClient
) -> None:
    signed_in = replace(hired(), topic=SessionRecord.topic, type=SessionRecord.type_name)
    await full_house.bus.publish([poisoned(signed_in)])
    await full_house.quiet()
    page, cause = await opened(browser)
    assert "Wird nicht gezeigt" in page
    assert "Bergsträße" not in page
    assert "Kopie bearbeiten" not in page
    [(position, _)] = await parked_in(full_house, cause["service"])
    editor = await browser.get(f"{PAGE}/kopie", params={**cause, "position": str(position)})
    assert "Bergsträße" not in editor.text


async def test_a_corrected_copy_takes_effect_and_what_waited_follows_in_order(
    full_house: House, browser: AsyncClient
) -> None:
    good = hired()
    await poison(full_house, good)
    _, cause = await opened(browser)
    [(position, _), _] = await parked_in(full_house)
    place = {**cause, "position": str(position)}
    editor = await browser.get(f"{PAGE}/kopie", params=place)
    assert "Bergsträße" in editor.text
    assert good.data
    entered = {"data": good.data.decode(), "reason": "Feld falsch benannt"}
    page = await act(browser, "kopie", **place, **entered)
    assert "Die Kopie ist an die Stelle der Nachricht getreten" in page
    await empty(full_house)
    done = await story(full_house, good)
    started, closed = "trainings.onboarding-started.v1", "trainings.onboarding-closed.v1"
    assert done.index(started) < done.index(closed)
    again = await act(browser, "kopie", **place, **entered)
    assert "Hier war nichts mehr zu tun" in again
    assert (await browser.get(f"{PAGE}/kopie", params=place)).status_code == 303
    assert "als Kopie bearbeitet" in again
    assert "Feld falsch benannt" in again


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ("", "Bitte geben Sie den neuen Inhalt ein."),
        ('{"a": 1\n "b": 2}', "Zeile 2, Zeichen 2: hier fehlt ein Komma"),
        ("[]", "ein Objekt in geschweiften Klammern"),
        ('{"a": NaN}', "Kein gültiges JSON"),
        ('{"a": 1e999}', "Kein gültiges JSON"),
        ('{"a": "\\ud800"}', "halbes Unicode-Zeichen"),
        ('{"a":' * 20_000, "Kein gültiges JSON"),
    ],
)
async def test_a_body_that_is_no_json_is_refused_at_its_field(
    full_house: House, browser: AsyncClient, data: str, complaint: str
) -> None:
    form = {"service": "trainings", "position": "1", "data": data, "reason": ""}
    answer = await browser.post(f"{PAGE}/kopie", data=form)
    assert answer.status_code == 422
    assert complaint in re.search(r'id="data-fehler">.*?</p>', answer.text, re.DOTALL)[0]  # type: ignore[index]
    assert 'id="reason-fehler"' in answer.text
    assert data[:5] in answer.text.replace("&#34;", '"')


async def test_a_discarded_message_lets_go_what_waited_behind_it(
    full_house: House, browser: AsyncClient
) -> None:
    first = PersonRecord(
        person_id=new_id(), given_name="A", family_name="B", email="a@b.de", version=1
    )
    second = message(first.model_copy(update={"family_name": "C", "version": 2}))
    await full_house.bus.publish([poisoned(message(first)), second])
    await full_house.quiet()
    _, cause = await opened(browser)
    [(position, _), (_, behind)] = await parked_in(full_house)
    assert behind == "waiting"
    chosen: dict[str, str | list[int]] = {**cause, "positions": [position]}
    asked = await browser.get(f"{PAGE}/verwerfen", params=chosen)
    assert "Eine Nachricht verwerfen?" in asked.text
    assert await parked_in(full_house) != []
    page = await act(browser, "verwerfen", **chosen, reason="Testdaten")
    assert "Eine Nachricht ist verworfen" in page
    await empty(full_house)
    [(name,)] = await full_house.rows("trainings", select(people.c.family_name))
    assert name == "C"
    again = await act(browser, "verwerfen", **chosen, reason="Testdaten")
    assert "Hier war nichts mehr zu tun" in again
    assert re.search(r"Eine Nachricht verworfen.*Testdaten", again, re.DOTALL)
    [who] = {row[0] for row in await full_house.rows("trainings", select(parked_history.c.actor))}
    assert UUID(who)


@pytest.mark.parametrize(
    ("reason", "complaint"),
    [("  ", "Bitte nennen Sie den Grund."), ("x" * 301, "höchstens 300 Zeichen")],
)
async def test_nothing_is_discarded_without_a_proper_reason(
    full_house: House, browser: AsyncClient, reason: str, complaint: str
) -> None:
    await poison(full_house, hired())
    _, cause = await opened(browser)
    before = await parked_in(full_house)
    chosen = {**cause, "positions": [before[0][0]], "reason": reason}
    answer = await browser.post(f"{PAGE}/verwerfen", data=chosen)
    assert answer.status_code == 422
    assert complaint in re.search(r'id="reason-fehler">.*?</p>', answer.text, re.DOTALL)[0]  # type: ignore[index]
    assert await parked_in(full_house) == before


async def test_all_messages_of_a_cause_can_be_meant_however_many(
    full_house: House, browser: AsyncClient
) -> None:
    count = AT_ONCE + 10
    await full_house.bus.publish([poisoned(hired()) for _ in range(count)])
    await full_house.quiet()
    page, cause = await opened(browser)
    assert page.count('name="positions"') == 25
    asked = await browser.get(f"{PAGE}/verwerfen", params={**cause, "everything": "ja"})
    assert f"Alle {count} Nachrichten verwerfen?" in asked.text
    page = await act(browser, "verwerfen", **cause, everything="ja", reason="Probelauf")
    assert f"{count} Nachrichten sind verworfen" in page
    await empty(full_house)
    page = (await browser.get(PAGE)).text
    assert "10 Nachrichten verworfen" in page
    assert "mindestens 90 Nachrichten verworfen" in page


async def test_messages_are_turned_over_page_by_page(
    full_house: House, browser: AsyncClient
) -> None:
    await full_house.bus.publish([poisoned(hired()) for _ in range(30)])
    await full_house.quiet()
    first, _ = await opened(browser)
    following = re.search(r'rel="next" href="([^"#]+)', first)
    assert following
    second = (await browser.get(following[1].replace("&amp;", "&"))).text
    shown = re.findall(r'name="positions" value="(\d+)"', first + second)
    assert len(shown) == len(set(shown)) == 30


async def test_a_message_that_fails_again_comes_back_with_one_more_attempt(
    full_house: House, browser: AsyncClient
) -> None:
    await poison(full_house, hired())
    _, cause = await opened(browser)
    before = await parked_in(full_house)
    chosen = {**cause, "positions": [before[0][0]]}
    page = await act(browser, "erneut", **chosen)
    assert "Eine Nachricht wird jetzt erneut versucht" in page
    async with asyncio.timeout(10):
        while await parked_in(full_house) != before:
            await asyncio.sleep(0.02)
    assert "<dt>Versuche</dt><dd>1</dd>" in (await opened(browser))[0]


async def test_releasing_what_is_already_gone_says_so(
    full_house: House, browser: AsyncClient
) -> None:
    form = {"service": "trainings", "cause": "x", "positions": [4711]}
    assert "Hier war nichts mehr zu tun" in await act(browser, "erneut", **form)


@pytest.mark.parametrize(("method", "step"), [("POST", "erneut"), ("GET", "verwerfen")])
async def test_choosing_nothing_does_nothing_and_says_so(
    full_house: House, browser: AsyncClient, method: str, step: str
) -> None:
    await poison(full_house, hired())
    _, cause = await opened(browser)
    sent = {"data": cause} if method == "POST" else {"params": cause}
    answer = await browser.request(method, f"{PAGE}/{step}", **sent)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert "Bitte wählen Sie mindestens eine Nachricht aus." in answer.text


async def test_the_pages_contain_no_style_and_no_script_but_ours(
    full_house: House, browser: AsyncClient
) -> None:
    await poison(full_house, hired())
    page, cause = await opened(browser)
    copy = await browser.get(f"{PAGE}/kopie", params={**cause, "position": 1})
    discard = await browser.get(f"{PAGE}/verwerfen", params={**cause, "positions": 1})
    for html in (page, copy.text, discard.text):
        assert not re.search(r"<script(?! src=\"/static/)|<style|\sstyle=|\son[a-z]+=", html)
        assert json.dumps("Bergsträße <b>", ensure_ascii=False)[1:-1] not in html
