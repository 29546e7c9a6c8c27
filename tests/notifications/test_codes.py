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
from shared.contracts.accounts import AccessRole, CodeRequestRecord, Invited, SecurityNotice
from shared.contracts.directory import PersonRecord
from shared.contracts.notifications import CODES
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Body
from shared.messaging.message import Message
from shared.signing import jwk
from shared.signing.sealing import seal_to
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import OpenWithPost, kept, tell
from tests.notifications.post import Post
from tests.notifications.test_smtp import part
from tests.notifications.town import Town, person
from tests.one_key import OneKey
from tests.shared.messaging.meters import Growth, told

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


async def until_paused(house: House, cause: str) -> None:
    async with asyncio.timeout(10):
        while house.context("notifications").remarks.get("codes") != f"paused: {cause}":
            await asyncio.sleep(0.01)


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
        assert "gilt bis 00:10 Uhr, ein einziges Mal" in text
        assert "am Montag, 1. Februar 2027, um 23:50 Uhr" in text
        assert "Firefox, Windows" in text
        assert "knotenpunkt.test" in text
        assert "Niemand fragt Sie nach diesem Code" in text
        assert "Sie wollten sich nicht anmelden?".lower() in text.lower()
        assert "Ohne den Code kommt niemand hinein" in text
        assert "http" not in text, "nobody learns from us to click in such a mail"


async def test_what_happened_to_the_second_step_is_said_without_a_code_or_a_link(
    house: House, post: Post
) -> None:
    known = [each for each in SecurityNotice if each is not SecurityNotice.INVITED]
    someone, every = new_id(), [*known, SecurityNotice("invented_later")]
    await tell(house, person(someone, "Sabine", "Größchen", "anderswo@schule.example"))
    by = dict.fromkeys(every, "Firefox, Windows") | {SecurityNotice.RESET: ""}
    for number, (notice, browser) in enumerate(by.items(), 1):
        told = await asked(house, someone, sealed_code="", browser=browser, notice=notice)
        await announce(house, told)
        await until_sent(post, number)
        assert post.recipients[-1] == [ADDRESS]
        assert "Größchen" not in post.mails[-1]["Subject"]
        for text in (part(post.mails[-1], "plain"), part(post.mails[-1], "html")):
            assert "Guten Tag Sabine Größchen," in text
            assert (browser or "Ihre Koordinierungsstelle oder den Betrieb") in text
            assert "Das waren Sie nicht?".lower() in text.lower()
            assert "Meine Anmeldungen" in text
            assert "http" not in text
            assert "None" not in text
    said = {mail["Subject"] for mail in post.mails}
    assert len(post.mails) == len(every)
    assert "Ein Wiederherstellungscode wurde benutzt" in said


@pytest.mark.parametrize(
    ("by", "role", "inviter", "as_what"),
    [
        ("coordinator", "head", "die Koordinierungsstelle (Stadt Bergkamen)", "Schulleitung, "),
        ("operator", "coordinator", "der Betrieb von Knotenpunkt", "Koordinierungsstelle, Stadt"),
        ("carrier", "worker", "Ihr Anstellungsträger (", "Fachkraft, "),
    ],
)
async def test_an_invitation_says_who_invites_as_what_and_how_to_sign_in(
    house: House, post: Post, town: Town, by: str, role: str, inviter: str, as_what: str
) -> None:
    someone = new_id()
    await tell(house, *town.organizations())
    await tell(house, person(someone, "Sabine", "Größchen", "anderswo@schule.example"))
    place = {"head": town.school, "worker": town.carrier}.get(role)
    invited = Invited(
        by=AccessRole(by), role=AccessRole(role), municipality=BERGKAMEN, organization_id=place
    )
    told: dict[str, Any] = {
        "sealed_code": "",
        "browser": "",
        "notice": SecurityNotice.INVITED,
    }
    await announce(house, await asked(house, someone, invited=invited, **told))
    await until(house, (1, None))
    [mail] = post.mails
    assert mail["Subject"] == "Ihre Einladung zu Knotenpunkt"
    for text in (part(mail, "plain"), part(mail, "html")):
        assert "Guten Tag Sabine Größchen," in text
        assert f"{inviter}" in text
        assert as_what in text
        assert ADDRESS in text
        assert "Geben Sie knotenpunkt.test in die Adresszeile" in text
        assert "http" not in text
        assert "None" not in text


async def test_an_invitation_waits_for_no_name_of_a_place(house: House, post: Post) -> None:
    invited = Invited(by=AccessRole("coordinator"), role=AccessRole("head"), municipality="1")
    told: dict[str, Any] = {
        "sealed_code": "",
        "browser": "",
        "notice": SecurityNotice.INVITED,
    }
    await announce(house, await asked(house, invited=invited, **told))
    await until(house, (1, None))
    assert "weil die Koordinierungsstelle für Sie" in part(post.mails[0], "plain")


async def until_sent(post: Post, number: int) -> None:
    async with asyncio.timeout(10):
        while len(post.mails) < number:
            await asyncio.sleep(0.01)


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


async def test_a_mail_server_that_is_away_costs_nothing_and_is_seen(
    own_house: House, post: Post
) -> None:
    post.close()
    await announce(own_house, await asked(own_house))
    await until_paused(own_house, "unreachable")
    assert await lane(own_house) == [(0, None)]
    async with asyncio.timeout(10):
        while "Der Versand steht still" not in await page(own_house):
            await asyncio.sleep(0.01)
    post.open()
    await until(own_house, (1, None))
    assert len(post.mails) == 1
    async with asyncio.timeout(10):
        while "codes" in own_house.context("notifications").remarks:
            await asyncio.sleep(0.01)


async def test_nothing_is_sent_once_the_code_was_used(own_house: House, post: Post) -> None:
    post.close()
    used, owed = await asked(own_house), await asked(own_house, asked_at=own_house.clock.now())
    await announce(own_house, used, owed)
    await until_paused(own_house, "unreachable")
    await erase(own_house, CodeRequestRecord, used.request_id)
    post.open()
    await until(own_house, (1, None))
    assert len(post.mails) == 1


async def test_nothing_is_sent_once_the_code_is_too_old(own_house: House, post: Post) -> None:
    post.close()
    await announce(own_house, await asked(own_house))
    await until_paused(own_house, "unreachable")
    own_house.clock.forward(timedelta(minutes=20))
    post.open()
    await announce(own_house, await asked(own_house))
    await until(own_house, (0, None), (1, None))
    assert len(post.mails) == 1
    assert "Der Code galt nicht mehr, ehe die Mail hinausging" in await page(own_house)


async def test_a_recipient_refused_for_good_keeps_nobody_else_waiting(
    house: House, post: Post
) -> None:
    post.refuse["weg@schule.example"] = "550 5.1.1 no such user"
    now = house.clock.now()
    refused = await asked(house, address="weg@schule.example", asked_at=now)
    await announce(house, refused, await asked(house, asked_at=now + timedelta(seconds=1)))
    await until(house, (1, "recipient"), (1, None))
    shown = await page(house)
    assert "Der Mailserver lehnt den Empfänger ab" in shown
    assert "weg@schule.example" not in shown
    post.refuse.clear()
    await announce(house, refused.model_copy(update={"version": 2}))
    await until(house, (2, None), (1, None))


@pytest.mark.parametrize("reply", ["451 4.7.1 greylisted", "554 5.7.1 Relay access denied"])
async def test_what_passes_or_may_be_our_fault_is_tried_again(
    house: House, post: Post, reply: str
) -> None:
    post.refuse[ADDRESS] = reply
    with capture_logs() as logs:
        await announce(house, await asked(house))
        async with asyncio.timeout(10):
            while not any(line["event"] == "code.refused" for line in logs):
                await asyncio.sleep(0.01)
    assert await lane(house) == [(0, None)]
    post.refuse.clear()
    house.clock.forward(timedelta(seconds=61))
    await until(house, (1, None))


async def test_an_address_that_no_mail_can_go_to_is_a_failure(house: House, post: Post) -> None:
    await announce(house, await asked(house, address="no address"))
    await until(house, (1, "address"))
    assert post.mails == []


async def test_a_code_sealed_to_a_key_that_was_replaced_is_a_failure(
    house: House, post: Post
) -> None:
    gone = jwk.read(CODES, OneKey(CODES).private)
    assert gone is not None
    await announce(house, await asked(house, sealed_code=seal_to(gone, CODE.encode())))
    await until(house, (1, "sealed"))
    assert post.mails == []


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


async def test_what_waits_and_what_failed_is_measured(own_house: House, post: Post) -> None:
    post.close()
    await announce(own_house, await asked(own_house))
    await until_paused(own_house, "unreachable")
    labels = {"service": "notifications", "kind": "sign_in_code"}
    await measure(own_house.context("notifications"))
    assert told("letters_waiting", **labels) == 1
    paused = told("delivery_paused", service="notifications", part="codes", cause="unreachable")
    assert paused == 1
    failed = Growth("letters_failed_total", **labels)
    post.refuse[ADDRESS] = "550 5.1.1 no such user"
    post.open()
    await until(own_house, (1, "recipient"))
    await measure(own_house.context("notifications"))
    assert told("letters_waiting", **labels) == 0
    async with asyncio.timeout(5):  # counted once it is committed
        while failed.now() != {"letters_failed_total": 1}:
            await asyncio.sleep(0.01)
