"""What goes over the wire, in real conversations with a mail server on loopback."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select, update

from services.notifications.deliveries.values import CHANNEL
from services.notifications.gateways import MailServer
from services.notifications.models import deliveries, messages
from shared.clock import SystemClock
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterFailed
from tests.house import House
from tests.notifications.conftest import OpenWithPost, announced, sending, settled, states, tell
from tests.notifications.post import Post
from tests.notifications.town import Town, task


async def until_tried(house: House, times: int) -> None:
    async with asyncio.timeout(10):
        while [row.attempts for row in await states(house)] != [times]:
            await asyncio.sleep(0.02)


async def test_a_mail_is_sent_once_with_its_letter_as_message_id(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())
    [letter] = await settled(house, "sent")
    await asyncio.sleep(1.2)

    [mail] = post.mails

    assert mail["Message-ID"] == f"<{letter.id}@knotenpunkt.test>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"] == "Knotenpunkt <post@bergkamen.example>"
    assert mail["To"].addresses[0].display_name == "Jörg-Uwe O'Neill-Müßig"
    assert mail["Reply-To"].addresses[0].addr_spec == "koordination@bergkamen.example"
    assert post.recipients == [["joerg.oneill@awo.example"]]
    sent_at = parsedate_to_datetime(mail["Date"])
    assert abs(sent_at - house.clock.now()) < timedelta(minutes=1)
    of_list = [key for key in mail if key.lower().startswith("list-")]
    assert of_list == ["List-Unsubscribe", "List-Unsubscribe-Post"]


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    content: str = found.get_content()
    return content


async def test_the_text_part_says_all_that_the_html_says(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())
    await tell(
        house,
        town.started(
            task("office", Role.HEAD, town.school), task("keys", Role.HEAD, town.second_school)
        ),
    )
    await settled(house, "sent", "sent", "sent")

    mail = post.mails[1]

    assert mail.get_content_type() == "multipart/alternative"
    text = part(mail, "plain")
    html = part(mail, "html")
    assert '<html lang="de">' in html
    for words in (
        "Sabine Größchen",
        "Büro/Beratungsraum, abschließbar und vertraulich",
        "Schlüssel, Transponder, Alarmcode",
        "Overberger Schule",
        "Montag, 1. Februar 2027",
        "Pflicht",
        "kein Passwort",
        "Schüler*innen",
        "koordination@bergkamen.example",
    ):
        assert words in text
        assert words in html
    links = [word for word in text.split() if word.startswith("http://")]
    paths = sorted(urlsplit(link).path.rsplit("/", 1)[0] for link in links)
    of_mail = ["/directory", "/directory/l/beratung", "/notifications/l/abbestellen"]
    assert paths == [*of_mail, *["/trainings/l/aufgabe"] * 2]
    assert all(link in html for link in links)


async def test_a_recipient_refused_for_good_is_a_failure(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    post.refuse["joerg.oneill@awo.example"] = "550 5.1.1 no such user"
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())

    [letter] = await settled(house, "undeliverable")

    [failed] = await announced(house, LetterFailed)
    assert (failed.letter_id, failed.attempts) == (letter.id, 1)
    assert post.mails == []


async def test_a_recipient_refused_for_now_is_tried_again(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    post.refuse["joerg.oneill@awo.example"] = "451 4.7.1 greylisted"
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())
    await until_tried(house, 1)

    post.refuse.clear()
    house.clock.forward(timedelta(seconds=61))

    await settled(house, "sent")
    assert len(post.mails) == 1


async def test_a_refusal_for_one_does_not_keep_the_mail_from_the_others(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    post.refuse["joerg.oneill@awo.example"] = "550 5.1.1 no such user"
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())
    await tell(house, town.started(task("office", Role.HEAD, town.school)))

    await settled(house, "undeliverable", "sent")

    assert post.recipients == [["sabine@overberg.schule.example"]]


async def test_a_crash_between_sending_and_noting_it_repeats_the_same_message_id(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())
    tasks = (task("office", Role.HEAD, town.school), task("keys", Role.HEAD, town.second_school))
    await tell(house, town.started(*tasks))
    await settled(house, "sent", "sent", "sent")

    async with house.context("notifications").database.transaction() as uow:
        lapsed = uow.now - timedelta(seconds=1)
        tasks_only = messages.c.kind == "tasks"
        as_left_behind = {"state": "leased", "leased_until": lapsed, "settled_at": None}
        await uow.session.execute(
            update(deliveries)
            .where(deliveries.c.message_id.in_(select(messages.c.id).where(tasks_only)))
            .values(as_left_behind)
        )
        uow.notify(CHANNEL)
    await settled(house, "sent", "sent", "sent")

    _, first, second = post.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert part(first, "plain") == part(second, "plain")


async def test_a_mail_that_is_never_answered_goes_once_more_and_is_then_an_operators(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    post.silent = True
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())
    async with asyncio.timeout(10):
        while not (rows := await states(house)) or rows[0].mail_id is None:
            await asyncio.sleep(0.02)
    assert rows[0].not_before > house.clock.now() + timedelta(minutes=14)
    house.clock.forward(timedelta(minutes=15))
    house.context("notifications").database.notifier.notify(CHANNEL)
    await settled(house, "undeliverable")
    first, second = post.mails
    assert first["Message-ID"] == second["Message-ID"]
    page = (await house.http.get("/notifications/versand")).text
    assert "ohne dass der Mailserver es bestätigt hat" in page


async def test_mails_that_are_due_together_share_a_conversation(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    house = await open_with_post(post.url)
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    await asyncio.sleep(0.1)
    before = post.conversations

    await tell(
        house,
        town.started(
            task("office", Role.HEAD, town.school),
            task("computer", Role.IT, town.school),
            task("good_conduct", Role.CARRIER, town.carrier),
        ),
    )
    await settled(house, "sent", "sent", "sent", "sent")

    assert len(post.mails) == 4
    assert post.conversations == before + 1


async def test_the_mailbox_does_not_exist_where_mail_is_sent(
    open_with_post: OpenWithPost, post: Post, town: Town
) -> None:
    house = await open_with_post(post.url)

    for path in ("mailbox", f"mailbox/{town.worker}", "mailbox.json"):
        assert (await house.http.get(f"/notifications/{path}")).status_code == 404


async def test_an_end_in_the_moment_of_the_last_reply_is_not_missed(
    tmp_path: Path, post: Post
) -> None:
    """A worker that missed it would go on, and the process wait for it in vain."""
    server = MailServer(sending(tmp_path, post.url), SystemClock())
    connection = await server._connected()
    ending = asyncio.create_task(server.hang_up())
    async with asyncio.timeout(10):
        while not (connection.protocol and connection.protocol._quit_sent):
            await asyncio.sleep(0)
    reply = connection.protocol._response_waiter
    assert reply is not None
    reply.add_done_callback(lambda _: ending.cancel())
    with pytest.raises(asyncio.CancelledError):
        await ending
