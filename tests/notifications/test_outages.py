"""What is our own fault spends no letter: delivery stands still, says so, and goes on by itself."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from deploy.local.program import free_port
from services.notifications.models import deliveries, messages
from services.notifications.rules import Reply
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterFailed, LetterSent
from tests.house import House
from tests.notifications.conftest import OpenWithPost, announced, settled, states, tell
from tests.notifications.post import Post
from tests.notifications.town import Town, task
from tests.shared.messaging.meters import told

WORKER, HEAD = "joerg.oneill@awo.example", "sabine@overberg.schule.example"


async def readiness(house: House) -> dict[str, str]:
    answer = await house.http.get("/notifications/readiness")
    assert answer.status_code == 200
    found: dict[str, str] = answer.json()
    return found


async def paused_for(house: House, cause: str) -> None:
    async with asyncio.timeout(10):
        while (await readiness(house)).get("mail") != f"paused: {cause}":
            await asyncio.sleep(0.02)


async def page_with(house: House, words: str) -> str:
    """Readiness says it before the table that the page reads does."""
    async with asyncio.timeout(10):
        while words not in (page := (await house.http.get("/notifications/versand")).text):
            await asyncio.sleep(0.02)
    return page


async def assert_nothing_is_spent(house: House) -> None:
    async with asyncio.timeout(10):
        while {row.state for row in await states(house)} != {"queued"}:
            await asyncio.sleep(0.01)
    assert {row.attempts for row in await states(house)} == {0}
    assert await announced(house, LetterFailed) == []


def refuses_the_sender(post: Post) -> None:
    post.refuse_sender = "550 5.1.8 Sender address rejected: Domain not found"


def wants_a_password(post: Post) -> None:
    post.refuse_sender = "530 5.7.0 Authentication required"


def relays_for_nobody(post: Post) -> None:
    post.refuse["*"] = "554 5.7.1 Relay access denied"


def refuses_the_sender_as_postfix_does(post: Post) -> None:
    post.refuse["*"] = "553 5.7.1 <post@bergkamen.example>: Sender address rejected: not owned"


def has_no_space(post: Post) -> None:
    post.fail_data = "452 4.3.1 Insufficient system storage"


def refuses_our_name(post: Post) -> None:
    post.refuse_greeting = "550 5.7.1 You are not welcome"


def is_well_again(post: Post) -> None:
    post.refuse_sender = post.refuse_greeting = post.fail_data = ""
    post.refuse.clear()


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (refuses_the_sender, "sender"),
        (wants_a_password, "credentials"),
        (relays_for_nobody, "refused"),
        (refuses_the_sender_as_postfix_does, "refused"),
        (has_no_space, "refused"),
        (refuses_our_name, "unwilling"),
    ],
)
async def test_a_server_that_will_not_have_us_spends_no_letter(
    open_with_post: OpenWithPost,
    post: Post,
    town: Town,
    fault: Callable[[Post], None],
    cause: str,
) -> None:
    fault(post)
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())
    await paused_for(house, cause)
    await assert_nothing_is_spent(house)
    assert told("delivery_paused", service="notifications", part="mail", cause=cause) == 1

    is_well_again(post)

    await settled(house, "sent")
    [sent] = await announced(house, LetterSent)
    assert sent.attempts == 1
    async with asyncio.timeout(5):
        while "mail" in await readiness(house):
            await asyncio.sleep(0.02)
    assert told("delivery_paused", service="notifications", part="mail", cause=cause) == 0


async def test_a_server_that_is_away_delays_mails_and_loses_none(
    open_with_post: OpenWithPost, town: Town
) -> None:
    post = Post(free_port())
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), *town.hired_often(3))
    await paused_for(house, "unreachable")
    await assert_nothing_is_spent(house)

    post.open()
    try:
        await settled(house, "sent", "sent", "sent")
    finally:
        post.close()

    assert len(post.mails) == 3


async def test_a_doubtful_refusal_is_the_letter_s_once_another_gets_through(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    post.refuse[WORKER] = "550 5.7.1 Message refused by policy"
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())
    await paused_for(house, "refused")
    await assert_nothing_is_spent(house)

    await tell(house, town.started(task("office", Role.HEAD, town.school)))

    await settled(house, "undeliverable", "sent")
    [failed] = await announced(house, LetterFailed)
    assert failed.attempts == 1


@pytest.mark.parametrize(
    ("code", "text", "doubtful"),
    [
        (550, "5.1.1 <a@b.example>: Recipient address rejected: User unknown", False),
        (554, "5.7.1 <a@b.example>: Recipient address rejected: Access denied", False),
        (451, "4.7.1 Greylisting in action, please come back later", False),
        (450, "4.2.2 Mailbox full", False),
        (552, "5.2.2 Over quota", False),
        (554, "5.7.1 Relay access denied", True),
        (550, "relay not permitted", True),
        (450, "4.7.1 Client host rejected: cannot find your hostname", True),
        (550, "5.1.8 <x@y.example>: Sender address rejected: Domain not found", True),
        (530, "5.7.0 Must issue a STARTTLS command first", True),
        (421, "4.7.0 Try again later, closing connection", True),
        (452, "4.3.1 Insufficient system storage", True),
        (554, "5.7.1 Spam message rejected", True),
    ],
)
def test_an_answer_is_about_the_recipient_or_perhaps_about_us(
    code: int, text: str, doubtful: bool
) -> None:
    assert Reply(code, text).doubtful is doubtful


def test_an_answer_is_stored_without_its_text() -> None:
    assert Reply(550, "5.1.1 <a@b.example>: unknown").short == "550 5.1.1"
    assert Reply(550, "a@b.example unknown").short == "550"


async def test_the_page_says_since_when_why_and_when_again(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    refuses_the_sender(post)
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())

    page = await page_with(house, "Der Versand steht still")

    assert "lehnt unsere Absenderadresse ab (KNOTENPUNKT_MAIL_FROM)" in page
    assert "Nächster Versuch" in page
    is_well_again(post)
    await settled(house, "sent")
    await page_with(house, "Der Versand läuft")


async def test_what_fails_by_a_mistake_of_ours_is_put_off_and_never_given_up(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    """Such as a payload that a newer version wrote and this one cannot read."""
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    async with house.context("notifications").database.transaction() as uow:
        broken = {"kind": "tasks", "payload": {"tasks": [{}]}}
        await uow.session.execute(update(messages).values(broken))
        await uow.session.execute(update(deliveries).values(state="queued", attempts=0))
    house.clock.forward(timedelta(days=30))
    async with asyncio.timeout(10):
        while (await states(house))[0].not_before <= house.clock.now():
            await asyncio.sleep(0.02)
    [row] = await states(house)
    assert (row.state, row.attempts) == ("queued", 0)
