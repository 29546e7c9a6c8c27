"""When many mails go out at once: who overtakes them, how they are handed over and noted."""

import asyncio
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import Envelope

from services.notifications.deliveries.values import State
from services.notifications.noting.use_cases import AT_MOST, AT_ONCE, Notes
from services.notifications.rules import as_message
from services.notifications.values import OwedMail, Person
from shared.ids import new_id
from shared.mail import read_sender
from tests.benchmarks.crowd import Crowd, open_crowd
from tests.notifications.post import Post
from tests.notifications.test_message import NOW, mail_to

CODES = "sabine@overberg.schule.example"


class OneOnly(Post):
    """Wants no second conversation of others than who sends codes."""

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        answer = await super().handle_EHLO(server, session, envelope, hostname, responses)
        return answer if self.conversations == 1 else ["421 4.7.0 Too many connections"]


async def waiting(crowd: Crowd, number: int) -> None:
    await crowd.grows(number)
    await crowd.publish()
    async with asyncio.timeout(10):
        while await crowd.count(State.QUEUED) < number:
            await asyncio.sleep(0.02)


async def test_a_code_overtakes_hundreds_that_wait(tmp_path: Path, post: Post) -> None:
    async with open_crowd(tmp_path, "", post.url) as crowd:
        await waiting(crowd, 300)
        async with crowd.sending(), asyncio.timeout(10):
            while not post.mails:
                await asyncio.sleep(0.01)
            await crowd.ask_for_code(CODES)
            while [CODES] not in post.recipients:
                await asyncio.sleep(0.01)
        assert post.recipients.index([CODES]) < 200


async def test_where_the_server_wants_no_further_conversation_one_does_it_all(
    tmp_path: Path, port: int
) -> None:
    post = OneOnly(port)
    post.open()
    try:
        async with open_crowd(tmp_path, "", post.url) as crowd:
            await waiting(crowd, 30)
            async with crowd.sending(), asyncio.timeout(10):
                while await crowd.count(State.SENT) < 30:
                    await asyncio.sleep(0.02)
    finally:
        post.close()
    assert len({each["Message-ID"] for each in post.mails}) == len(post.mails) == 30


class Desk:
    """Writes what it is given when it may, but not ``spoilt`` mails."""

    def __init__(self) -> None:
        self.may = asyncio.Event()
        self.may_be_asked = asyncio.Event()
        self.written: list[int] = []
        self.spoilt: OwedMail | None = None

    async def write(self, mails: Sequence[OwedMail]) -> None:
        self.may_be_asked.set()
        await self.may.wait()
        if self.spoilt in mails:
            raise ValueError("spoilt")
        self.written.append(len(mails))


def mails(number: int) -> list[Any]:
    return [object() for _ in range(number)]


async def test_only_a_few_mails_are_ever_out_without_a_note() -> None:
    desk = Desk()
    notes = Notes(desk.write)
    *some, last = mails(AT_MOST)
    for each in some:
        await notes.take(each)
    waits = asyncio.create_task(notes.take(last))
    await asyncio.sleep(0)
    assert not waits.done()
    desk.may.set()
    await waits
    assert sum(desk.written) == AT_MOST


async def test_what_is_taken_in_a_short_while_is_noted_together() -> None:
    desk = Desk()
    desk.may.set()
    notes = Notes(desk.write)
    for each in mails(AT_ONCE):
        await notes.take(each)
        await asyncio.sleep(0)
    await notes.all()
    assert desk.written == [AT_ONCE]


async def test_a_single_mail_is_noted_although_nothing_follows() -> None:
    desk = Desk()
    notes = Notes(desk.write)
    await notes.take(*mails(1))
    async with asyncio.timeout(5):
        await desk.may_be_asked.wait()
    desk.may.set()
    await notes.all()
    assert desk.written == [1]


async def test_a_note_that_cannot_be_written_spoils_no_other() -> None:
    desk = Desk()
    notes = Notes(desk.write)
    some = mails(4)
    desk.spoilt = some[1]
    for each in some:
        await notes.take(each)
    desk.may.set()
    with pytest.raises(ValueError, match="spoilt"):
        await notes.all()
    assert desk.written == [1, 1, 1]


@pytest.mark.parametrize("subject", ["Wartung am Freitag", "Geändert: Öffnungszeiten " * 9])
def test_a_mail_is_written_as_the_library_writes_it(subject: str) -> None:
    sender = read_sender("Knotenpunkt <post@bergkamen.example>", frozenset())
    mail = mail_to(Person(new_id(), "Jörg", "O'Neill", "joerg@xn--bcher-kva.example"), subject)
    for _ in range(2):
        message = as_message(mail, sender, "example.org", NOW)
        usual = message_from_bytes(message.as_bytes(), policy=policy.default)
        assert isinstance(usual, EmailMessage)
        assert message.as_bytes() == usual.as_bytes(policy=policy.SMTP)
