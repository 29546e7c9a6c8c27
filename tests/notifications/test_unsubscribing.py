"""A topic is given up by one click in a mail program, or by a page that asks."""

from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from httpx2 import AsyncClient

from services.notifications.mails.values import Topic
from services.notifications.preferences.values import choosable
from services.notifications.rules import ONE_CLICK
from services.notifications.unsubscribing.values import UNSUBSCRIBE, UNSUBSCRIBE_GATHERED
from shared.clock import local_date
from shared.contracts.consultations import ConsultationRequested
from shared.contracts.directory import PersonRecord
from shared.contracts.trainings import TASK_PAGE
from shared.ids import new_id
from shared.links import LinkKind
from tests.conftest import OpenHouse
from tests.house import URL, House
from tests.notifications.conftest import OpenWithPost, kept, settled, tell
from tests.notifications.post import Post
from tests.notifications.test_codes import announce, asked, erase, until
from tests.notifications.test_notices import lane
from tests.notifications.test_preferences import chosen
from tests.notifications.test_smtp import part
from tests.notifications.town import Town

SURVEYS = UNSUBSCRIBE[Topic.SURVEYS]
CLICK = {"List-Unsubscribe": "One-Click"}


def stranger(house: House) -> AsyncClient:
    """Without a sign-in, without a cookie, from nowhere."""
    return AsyncClient(transport=house.http._transport, base_url=URL)


def path(house: House, person_id: UUID, kind: LinkKind = SURVEYS, days: int = 365) -> str:
    until = local_date(house.clock.now()) + timedelta(days=days)
    return house.link(kind, person_id, until).removeprefix(URL)


@pytest.fixture
async def house(open_house: OpenHouse, town: Town) -> House:
    house = await open_house("notifications")
    await tell(house, *town.everything())
    return house


@pytest.mark.parametrize("multipart", [False, True])
async def test_one_click_gives_up_one_topic_of_one_person(
    house: House, town: Town, multipart: bool
) -> None:
    """As RFC 8058 has it: no cookie, no redirect, either kind of body."""
    sent = {"files": {"List-Unsubscribe": (None, "One-Click")}} if multipart else {"data": CLICK}
    answer = await stranger(house).post(path(house, town.worker), **sent)
    assert (answer.status_code, answer.text) == (200, "")
    assert "set-cookie" not in answer.headers
    assert await chosen(house) == {(town.worker, "surveys", "off")}


async def test_a_second_click_changes_nothing(house: House, town: Town) -> None:
    for _ in range(2):
        answer = await stranger(house).post(path(house, town.worker), data=CLICK)
        assert answer.status_code == 200
    assert await chosen(house) == {(town.worker, "surveys", "off")}


async def test_looking_changes_nothing(house: House, town: Town) -> None:
    for method in ("GET", "HEAD"):
        answer = await stranger(house).request(method, path(house, town.worker))
        assert answer.status_code == 200
    assert await chosen(house) == set()


async def test_the_page_asks_says_that_it_is_done_and_takes_it_back(
    house: House, town: Town
) -> None:
    http, address = stranger(house), path(house, town.worker)
    page = unescape((await http.get(address)).text)
    assert "Keine Mails mehr zu diesem Thema?" in page
    assert "„Befragungen“" in page
    assert (await http.post(address, data={"mode": "off"})).status_code == 303
    page = unescape((await http.get(address)).text)
    assert "Diese Mails sind abbestellt" in page
    assert (await http.post(address, data={"mode": "now"})).status_code == 303
    assert await chosen(house) == set()


async def test_a_link_is_for_its_own_topic_and_for_nothing_else(house: House, town: Town) -> None:
    answer = await stranger(house).post(path(house, town.worker, TASK_PAGE), data=CLICK)
    assert answer.status_code == 404
    token = path(house, town.worker, TASK_PAGE).rpartition("/")[2]
    answer = await stranger(house).post(f"/notifications/l/abbestellen/{token}", data=CLICK)
    assert answer.status_code == 404
    sign_in = path(house, town.worker, UNSUBSCRIBE[Topic.SIGN_IN])
    assert (await stranger(house).post(sign_in, data=CLICK)).status_code == 404
    assert await chosen(house) == set()


async def test_a_link_that_is_over_and_one_of_somebody_erased_do_nothing(
    house: House, town: Town
) -> None:
    over = await stranger(house).post(path(house, town.worker, days=-1), data=CLICK)
    assert over.status_code == 410
    await erase(house, PersonRecord, town.worker)
    gone = await stranger(house).post(path(house, town.worker), data=CLICK)
    assert gone.status_code == 410
    assert await chosen(house) == set()


async def test_what_is_no_wish_is_refused(house: House, town: Town) -> None:
    answer = await stranger(house).post(path(house, town.worker), data={"mode": "never"})
    assert answer.status_code == 422
    assert await chosen(house) == set()


async def test_a_mail_says_where_and_the_same_link_acts(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    [mail] = post.mails
    address = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == ONE_CLICK
    assert address in part(mail, "plain").replace("=\r\n", "")
    assert town.worker.hex not in address
    answer = await stranger(house).post(address.removeprefix(URL), data=CLICK)
    assert answer.status_code == 200
    assert await chosen(house) == {(town.worker, "onboarding", "off")}


async def test_whoever_holds_a_mail_of_another_cannot_give_up_what_tells_on_them(
    house: House, town: Town
) -> None:
    """A forwarded mail has the link by which its topic is given up, and one that asks for them."""
    link = path(house, town.worker, UNSUBSCRIBE[Topic.CONSULTATIONS])
    assert (await stranger(house).post(link, data=CLICK)).status_code == 200
    asked = ConsultationRequested(consultation_id=new_id(), person_id=town.worker)
    await tell(house, asked)
    await lane(house, "sent", "queued")  # the office's is gathered
    [mail] = await kept(house)
    assert "joerg.oneill@awo.example" in mail.recipient
    assert "abbestellen" not in mail.text


async def test_a_critical_mail_says_nothing_of_it_and_comes_whatever_somebody_wants(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    house = await open_with_post(post.url)
    await tell(house, *town.people())
    for topic in Topic:
        http, address = stranger(house), path(house, town.worker, UNSUBSCRIBE[topic])
        await http.post(address, data=CLICK)
    await announce(house, await asked(house, town.worker))
    await until(house, (1, None))
    [mail] = post.mails
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None
    assert "abbestellen" not in part(mail, "plain")


@pytest.mark.parametrize(
    ("gathered", "given_up"),
    [
        ({"surveys"}, {"surveys"}),
        (set(), {topic.value for topic in choosable()}),
    ],
)
async def test_a_mail_of_several_topics_gives_up_what_comes_gathered_or_else_all_of_them(
    house: House, town: Town, gathered: set[str], given_up: set[str]
) -> None:
    where = path(house, town.worker, UNSUBSCRIBE_GATHERED)
    for topic in gathered:
        await stranger(house).post(
            path(house, town.worker, UNSUBSCRIBE[Topic(topic)]), data={"mode": "daily"}
        )
    page = unescape((await stranger(house).get(where)).text)
    assert ("Kurzbefragung" in page, "Barrieren" in page) == (False, not gathered)
    answer = await stranger(house).post(where, data=CLICK)
    assert (answer.status_code, answer.text) == (200, "")
    assert {topic for _, topic, mode in await chosen(house) if mode == "off"} == given_up


async def test_whoever_would_give_a_topic_up_may_have_it_gathered_instead(
    house: House, town: Town
) -> None:
    assert "einmal am Tag" in unescape((await stranger(house).get(path(house, town.worker))).text)
    await stranger(house).post(path(house, town.worker), data={"mode": "daily"})
    assert await chosen(house) == {(town.worker, "surveys", "daily")}
