"""An announcement is read and confirmed: signed in or by link, and nothing else is known of it."""

import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from html import unescape

import pytest
from httpx2 import AsyncClient

from services.notifications.announcements.values import PAGE
from services.notifications.inbox.values import INBOX
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.notifications import OWN_ANNOUNCEMENTS
from shared.links import LinkKind
from tests.conftest import OpenHouse
from tests.house import URL
from tests.notifications.news import SUBJECT, Newsroom, of
from tests.notifications.test_preferences import door
from tests.notifications.test_unsubscribing import SURVEYS, stranger
from tests.notifications.town import Town


@pytest.fixture
async def news(open_house: OpenHouse, town: Town) -> AsyncGenerator[Newsroom]:
    newsroom = Newsroom()
    await newsroom.opens(await open_house("notifications"), town)
    yield newsroom
    await newsroom.ends()


async def mara_of(news: Newsroom) -> AsyncClient:
    return await door(news.house, news.mara, of(AccessRole.WORKER))


async def link(news: Newsroom, days: int = 300, kind: LinkKind = PAGE) -> str:
    until = local_date(news.house.clock.now()) + timedelta(days=days)
    recipient = (await news.told())[news.mara]
    return news.house.link(kind, recipient.id, until).removeprefix(URL)


async def confirmed(news: Newsroom) -> list[int]:
    """The editions that Jan and Mara have confirmed."""
    told = await news.told()
    return [told[news.jan].confirmed_edition, told[news.mara].confirmed_edition]


async def test_the_link_of_the_mail_confirms_and_looking_does_not(news: Newsroom) -> None:
    await news.published(to_confirm="ja")
    [mail] = [each for each in await news.mails(2) if "Mara" in each.recipient]
    address = mail.links[0].removeprefix(URL)
    http = stranger(news.house)
    for _ in range(2):
        page = unescape((await http.get(address)).text)
        assert SUBJECT in page
        assert "Gelesen und verstanden" in page
    assert await confirmed(news) == [0, 0]
    for _ in range(2):
        assert (await http.post(address, data={"edition": "1"})).status_code == 303
    assert await confirmed(news) == [0, 1]
    page = unescape((await http.get(address)).text)
    assert "Sie haben das bestätigt" in page
    assert "Gelesen und verstanden" not in page


async def test_the_office_sees_who_has_confirmed_and_of_the_rest_only_that_it_is_open(
    news: Newsroom,
) -> None:
    address = await news.published(to_confirm="ja")
    mara = await mara_of(news)
    key = address.rpartition("/")[2]
    listed = (await mara.get(OWN_ANNOUNCEMENTS)).text
    assert "wartet auf Ihre Bestätigung" in listed
    cards = (await mara.get("/notifications/api/v1/cards")).json()["cards"]
    assert ("announcements_to_confirm", 1) in [(each["code"], each["number"]) for each in cards]
    assert f'href="{OWN_ANNOUNCEMENTS}/{key}"' in listed
    assert (await mara.get(f"{OWN_ANNOUNCEMENTS}/{key}")).status_code == 200
    open_still = unescape((await news.office.get(f"{address}/empfaenger")).text)
    assert open_still.count("offen") == 2
    await mara.post(f"{OWN_ANNOUNCEMENTS}/{key}", data={"edition": "1"})
    page = unescape((await news.office.get(f"{address}/empfaenger?als=csv")).text)
    assert page.splitlines()[1:] == ["Jan Berg;offen", "Mara Berg;bestätigt"]
    assert "1 von 2" in (await news.office.get(address)).text
    assert "wartet auf" not in (await mara.get(OWN_ANNOUNCEMENTS)).text


async def test_where_nobody_asks_for_it_nothing_can_be_confirmed(news: Newsroom) -> None:
    address = await news.published()
    page = unescape((await news.office.get(f"{address}/empfaenger")).text)
    assert "Mara Berg" in page
    assert "offen" not in page
    link_page = unescape((await stranger(news.house).get(await link(news))).text)
    assert "Gelesen und verstanden" not in link_page
    await stranger(news.house).post(await link(news), data={"edition": "1"})
    assert await confirmed(news) == [0, 0]


async def test_a_changed_text_asks_again_and_the_old_one_cannot_be_confirmed(
    news: Newsroom,
) -> None:
    address = await news.published(to_confirm="ja")
    http, mine = stranger(news.house), await link(news)
    await news.mails(2)
    await http.post(mine, data={"edition": "1"})
    await news.changed(address, text="Nun am Samstag.", to_confirm="ja")
    assert "Nun am Samstag" not in (await http.get(mine)).text
    await news.publish(address)
    mails = (await news.mails(4))[2:]
    assert all("Nun am Samstag." in mail.text for mail in mails)
    answer = await http.post(mine, data={"edition": "1"})
    assert "inzwischen geändert" in unescape(answer.text)
    assert await confirmed(news) == [0, 1]
    assert "0 von 2" in (await news.office.get(address)).text
    await http.post(mine, data={"edition": "2"})
    assert await confirmed(news) == [0, 2]


async def test_it_stands_in_the_inbox_of_each_and_leaves_the_others_there_when_it_is_gone(
    news: Newsroom,
) -> None:
    address = await news.published()
    await news.mails(2)
    mara = await mara_of(news)
    listed = (await mara.get(INBOX)).text
    assert SUBJECT in listed
    [opened] = re.findall(rf'"({INBOX}/[0-9a-f-]+)"', listed)
    assert "fällt das Netz aus" in (await mara.get(opened)).text
    for act in ("beenden", "loeschen"):
        assert (await news.office.post(f"{address}/{act}")).status_code == 303
    assert (await mara.get(INBOX)).status_code == 200


async def test_who_has_not_confirmed_is_reminded_twice_and_then_left_alone(
    news: Newsroom,
) -> None:
    await news.published(to_confirm="ja", remind_after="3")
    await news.mails(2)
    await stranger(news.house).post(await link(news), data={"edition": "1"})
    news.waits(days=2)
    await news.run("remind_of_announcements")
    assert len(await news.states()) == 2
    for number in (3, 4, 4):
        news.waits(days=3)
        await news.run("remind_of_announcements")
        await news.run("remind_of_announcements")
        mail = (await news.mails(number))[-1]
        assert mail.recipient == "Jan Berg <jan@example.org>"
        assert mail.subject == f"Erinnerung: {SUBJECT}"
    assert await news.states() == ["sent"] * 4


async def test_what_has_ended_can_be_read_but_not_confirmed_and_reminds_nobody(
    news: Newsroom,
) -> None:
    address = await news.published(to_confirm="ja", remind_after="3")
    await news.mails(2)
    await news.office.post(f"{address}/beenden")
    page = await stranger(news.house).post(await link(news), data={"edition": "1"})
    assert "Diese Rundmitteilung ist beendet" in unescape(page.text)
    news.waits(days=4)
    await news.run("remind_of_announcements")
    assert await confirmed(news) == [0, 0]
    await news.mails(2)
    await news.office.post(f"{address}/loeschen")
    assert await news.told() == {}


async def test_a_link_opens_its_own_announcement_and_ends_with_it(news: Newsroom) -> None:
    address = await news.published(to_confirm="ja")
    http = stranger(news.house)
    other = (await link(news, kind=SURVEYS)).rpartition("/")[2]
    assert (await http.get(f"/notifications/l/rundmitteilung/{other}")).status_code == 404
    mine, over = await link(news), await link(news, days=-1)
    assert (await http.get(over)).status_code == 410
    assert (await http.post(over, data={"edition": "1"})).status_code == 410
    assert (await http.post(mine, data={"edition": "x"})).status_code == 422
    still_open = await news.office.post(f"{address}/loeschen")
    assert still_open.status_code == 303
    assert (await http.get(mine)).status_code == 200
    await news.office.post(f"{address}/beenden")
    await news.office.post(f"{address}/loeschen")
    assert (await http.get(mine)).status_code == 410
