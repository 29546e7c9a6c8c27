"""Mails with codes for signing in: at once, once, to nobody else, and never behind other mail."""

import asyncio
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiosmtpd.smtp import Envelope
from prometheus_client import generate_latest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from services.notifications.codes.jobs import forget_codes
from services.notifications.codes.models import mails, requests
from services.notifications.codes.use_cases import CHANNEL, measure
from shared.contracts.accounts import CodeRequestRecord
from shared.contracts.directory import PersonRecord
from shared.contracts.notifications import CODES
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Body
from shared.messaging.message import Message
from shared.signing.sealing import seal_to
from tests.conftest import OpenHouse
from tests.house import House
from tests.notifications.conftest import OpenWithPost, kept, tell
from tests.notifications.post import Post
from tests.notifications.test_smtp import part
from tests.notifications.town import Town, person

ADDRESS = "sabine@overberg.schule.example"
CODE = "042837"


async def asked(house: House, person_id: UUID | None = None, **given: Any) -> CodeRequestRecord:
    """A request as the directory announces it, not told yet."""
    now = house.clock.now()
    key = await house.keys.public(CODES).current()
    values: dict[str, Any] = {
        "request_id": uuid4(),
        "version": 1,
        "person_id": person_id or new_id(),
        "address": ADDRESS,
        "sealed_code": seal_to(key, CODE.encode()),
        "browser": "Firefox, Windows",
        "asked_at": now,
        "expires_at": now + timedelta(minutes=20),
    }
    return CodeRequestRecord(**values | given)


async def announce(house: House, *records: Body) -> None:
    await tell(house, *records, tenant=EVERYONE)


async def erase(house: House, body: type[Body], key: UUID) -> None:
    gone = Message(
        id=new_id(),
        topic=body.topic,
        key=str(key),
        type=body.type_name,
        time=house.clock.now(),
        tenant=EVERYONE,
        correlation_id=new_id(),
        causation_id=None,
        data=None,
    )
    await house.bus.publish([gone])
    await house.quiet()


async def lane(house: House) -> list[tuple[int, str | None]]:
    """How far each request has come, and why not farther; the oldest first."""
    both = select(mails.c.handled, mails.c.failure).join(
        requests, requests.c.request_id == mails.c.request_id
    )
    rows = await house.rows("notifications", both.order_by(requests.c.asked_at))
    return [tuple(row) for row in rows]


async def until(house: House, *wanted: tuple[int, str | None]) -> None:
    async with asyncio.timeout(10):
        while await lane(house) != list(wanted):
            await asyncio.sleep(0.01)
    await house.quiet()


async def page(house: House) -> str:
    return (await house.http.get("/notifications/versand")).text


@pytest.fixture
def house(house_with_post: House) -> House:
    return house_with_post


@pytest.fixture
async def own_house(open_with_post: OpenWithPost, post: Post) -> House:
    """Of this test only: a worker that found no mail server remembers it; files are looked at."""
    return await open_with_post(post.url)


async def test_the_mail_says_the_code_until_when_and_from_where(house: House, post: Post) -> None:
    someone = new_id()
    await tell(house, person(someone, "Sabine", "Größchen", "anderswo@schule.example"))
    at = datetime.fromisoformat("2027-02-01T23:50:00+01:00")
    house.clock.forward(at - house.clock.now())
    request = await asked(house, someone)
    await announce(house, request)
    await until(house, (1, None))
    [mail] = post.mails
    assert post.recipients == [[ADDRESS]], "where somebody signs in, not where they are written to"
    assert mail["Subject"] == "Ihr Code zum Anmelden"
    assert mail["Auto-Submitted"] == "auto-generated"
    for text in (part(mail, "plain"), part(mail, "html")):
        assert CODE in text
        assert "Guten Tag Sabine Größchen," in text
        assert "gilt bis 0:10 Uhr, ein einziges Mal" in text
        assert "am Montag, 1. Februar 2027, um 23:50 Uhr" in text
        assert "Firefox, Windows" in text
        assert "knotenpunkt.test" in text
        assert "Niemand fragt Sie nach diesem Code" in text
        assert "Sie wollten sich nicht anmelden?".lower() in text.lower()
        assert "Ohne den Code kommt niemand hinein" in text
        assert "http" not in text, "nobody learns from us to click in such a mail"


async def test_somebody_whose_name_is_not_known_gets_the_code_all_the_same(
    house: House, post: Post
) -> None:
    await announce(house, await asked(house))
    await until(house, (1, None))
    [mail] = post.mails
    assert "Guten Tag,\r\n" in part(mail, "plain")
    assert mail["To"] == ADDRESS


async def test_the_same_request_again_sends_nothing(house: House, post: Post) -> None:
    request = await asked(house)
    await announce(house, request)
    await until(house, (1, None))
    await announce(house, request, await asked(house, asked_at=house.clock.now()))
    await until(house, (1, None), (1, None))
    assert len(post.mails) == 2, "one for each request"


async def test_a_higher_version_sends_the_same_code_in_another_mail(
    house: House, post: Post
) -> None:
    request = await asked(house)
    await announce(house, request)
    await until(house, (1, None))
    await announce(house, request.model_copy(update={"version": 2}))
    await until(house, (2, None))
    first, second = post.mails
    assert part(first, "plain") == part(second, "plain")
    assert first["Message-ID"] != second["Message-ID"], "or it would be dropped as a repeat"


async def test_a_crash_between_sending_and_noting_it_repeats_the_same_message_id(
    house: House, post: Post
) -> None:
    await announce(house, await asked(house))
    await until(house, (1, None))
    async with house.context("notifications").database.transaction() as uow:
        lapsed = uow.now - timedelta(seconds=1)
        as_left = {"handled": 0, "leased_by": new_id(), "leased_until": lapsed}
        await uow.session.execute(update(mails).values(as_left))
        uow.notify(CHANNEL)
    await until(house, (1, None))
    first, second = post.mails
    assert first["Message-ID"] == second["Message-ID"]


class Held(Post):
    """Takes mails with a code at once, and all others when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.holding, self.released = threading.Event(), threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        if b"Ihr Code zum Anmelden" not in envelope.content:
            self.holding.set()
            await asyncio.get_running_loop().run_in_executor(None, self.released.wait)
        return await super().handle_DATA(server, session, envelope)


async def test_a_code_never_waits_behind_other_mail(
    open_with_post: OpenWithPost, town: Town
) -> None:
    post = Held()
    post.open()
    try:
        house = await open_with_post(post.url)
        await tell(house, *town.everything(), town.hired())
        async with asyncio.timeout(10):
            while not post.holding.is_set():
                await asyncio.sleep(0.01)
        await announce(house, await asked(house))
        await until(house, (1, None))
        assert [mail["Subject"] for mail in post.mails] == ["Ihr Code zum Anmelden"]
    finally:
        post.released.set()
        post.close()


async def test_where_no_mail_is_sent_the_code_lies_in_the_mailbox(open_house: OpenHouse) -> None:
    house = await open_house("notifications")
    await announce(house, await asked(house))
    await until(house, (1, None))
    [mail] = await kept(house)
    assert CODE in mail.text
    listed = (await house.http.get("/notifications/postfach")).text
    assert "Code zum Anmelden" in listed
    assert CODE not in listed
    shown = await house.http.get(f"/notifications/postfach/{mail.id}/html")
    assert CODE in shown.text
    [found] = (await house.http.get("/notifications/api/v1/mailbox")).json()
    assert (found["kind"], found["to_role"]) == ("sign_in_code", None)


async def test_a_day_later_nothing_is_kept(open_house: OpenHouse) -> None:
    house = await open_house("notifications")
    await announce(house, await asked(house))
    await until(house, (1, None))
    database = house.context("notifications").database
    for age, number in ((timedelta(hours=23), 1), (timedelta(hours=2), 0)):
        house.clock.forward(age)
        async with database.transaction() as uow:
            await forget_codes(uow)
        assert len(await kept(house)) == len(await lane(house)) == number
    for table in (requests, mails):
        assert await house.rows("notifications", select(table)) == []


async def test_nothing_is_kept_of_somebody_who_was_erased(open_house: OpenHouse) -> None:
    house = await open_house("notifications")
    someone = new_id()
    await announce(house, await asked(house, someone), await asked(house))
    await until(house, (1, None), (1, None))
    await erase(house, PersonRecord, someone)
    [left] = await house.rows("notifications", select(requests.c.person_id))
    assert left != (someone,)
    assert len(await lane(house)) == len(await kept(house)) == 1


async def test_the_code_stands_nowhere_but_in_the_mail(
    own_house: House, post: Post, tmp_path: Path
) -> None:
    post.refuse["weg@schule.example"] = "550 5.1.1 weg@schule.example"
    with capture_logs() as logs:
        await announce(
            own_house, await asked(own_house), await asked(own_house, address="weg@schule.example")
        )
        async with asyncio.timeout(10):
            while {(1, None), (1, "recipient")} != set(await lane(own_house)):
                await asyncio.sleep(0.01)
        await measure(own_house.context("notifications"))
        figures = generate_latest().decode()
    assert 'letters_sent_total{kind="sign_in_code"' in figures
    assert CODE not in part(post.mails[0], "plain").replace(CODE, "", 1)
    for text in (figures, str(logs), await page(own_house)):
        assert CODE not in text
        assert "schule.example" not in text
    for file in tmp_path.rglob("*.db*"):
        assert CODE.encode() not in file.read_bytes(), file
    assert CODE not in str([mail["Message-ID"] for mail in post.mails])
