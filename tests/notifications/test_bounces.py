"""What mail servers say of our mails: whom to believe, what it is about, and what follows."""

from datetime import timedelta
from time import process_time
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import select

from services.notifications.addresses.models import health
from services.notifications.bounces.api import LARGEST_REPORT
from services.notifications.bounces.rules import Failure, Grade, grade_of, read_report
from services.notifications.bounces.values import ReturnPath, calendar_path, return_path
from services.notifications.dispatches.models import dispatches
from shared.contracts.notifications import LetterFailed
from tests.house import House
from tests.notifications.conftest import announced, house_with, sending, settled, tell
from tests.notifications.post import Post
from tests.notifications.replies import QUESTION, reply
from tests.notifications.reports import BOMBS, BROKEN, RECEIPT, VACATION, report
from tests.notifications.town import Town
from tests.rewinding import Houses

API = "/notifications/api/v1/bounces"
WORKER = "joerg.oneill@awo.example"
SECRET = "hand me what came back, mail server"


@pytest.fixture
async def house(houses: Houses, post: Post) -> House:
    """Notifications that hears what comes back."""
    given = {"bounce_domain": "bounce.example.org", "bounce_secret": SecretStr(SECRET)}
    return await houses.as_new(
        "bounces", lambda folder: house_with(folder, sending(folder, post.url, **given))
    )


def paths(house: House) -> ReturnPath:
    found = return_path(house.settings)
    assert found is not None
    return found


async def hand_over(house: House, mail_id: UUID, mail: bytes, **other: str) -> Any:
    headers = {"Authorization": f"Bearer {SECRET}", "X-Original-To": paths(house).of(mail_id)}
    return await house.http.post(API, content=mail, headers=headers | other)


async def outcome(house: House, mail_id: UUID, mail: bytes) -> str:
    answer = await hand_over(house, mail_id, mail)
    assert answer.status_code == 200, answer.text
    said: str = answer.json()["outcome"]
    return said


async def known(house: House) -> list[Any]:
    rows: list[Any] = await house.rows("notifications", select(health))
    return rows


async def welcome(house: House, town: Town) -> UUID:
    """The id of a mail that was sent."""
    await tell(house, *town.everything(), town.hired())
    [letter] = await settled(house, "sent")
    found: UUID = letter.id
    return found


@pytest.mark.parametrize(
    ("status", "told", "failure"),
    [
        ("5.1.1", "X-Postfix; unknown user", Failure(Grade.HARD, "5.1.1")),
        ("5.0.0", "smtp; 550 5.1.10 RESOLVER.ADR", Failure(Grade.HARD, "550 5.1.10")),
        ("5.1.8", "smtp; 550 5.1.8 bad sender", Failure(Grade.POLICY, "550 5.1.8")),
        ("5.7.1", "smtp; 550 5.7.1 SPF", Failure(Grade.POLICY, "550 5.7.1")),
        ("5.2.2", "smtp; 552 5.2.2 full", Failure(Grade.SOFT, "552 5.2.2")),
        ("4.4.1", "X-Postfix; timed out", Failure(Grade.SOFT, "4.4.1")),
        ("", "", Failure(Grade.SOFT, "")),
    ],
)
def test_a_report_says_whom_it_is_about(status: str, told: str, failure: Failure) -> None:
    assert read_report(report(status, told)) == failure


@pytest.mark.parametrize(
    "mail",
    [*(report(action=each) for each in ("delayed", "delivered", "relayed")), VACATION, RECEIPT],
)
def test_a_delay_a_vacation_and_a_receipt_are_no_failures(mail: bytes) -> None:
    assert read_report(mail) is None


@given(st.binary(max_size=300), st.integers(0, 600))
def test_no_mail_is_too_broken_to_be_read(noise: bytes, place: int) -> None:
    whole = report()
    read_report(noise)
    read_report(whole[:place] + noise + whole[place:])


@pytest.mark.parametrize("mail", BOMBS)
def test_no_mail_takes_long_to_be_read_however_it_is_nested(mail: bytes) -> None:
    """Whoever was sent a mail can answer to its return address, with whatever they like."""
    began = process_time()

    assert read_report(mail) is None

    assert process_time() - began < 1


def test_a_report_is_read_though_much_is_sent_back_with_it() -> None:
    mail = report().replace(b"Text\n", b"Text;\n\n\n" * 90_000)

    assert read_report(mail) == Failure(Grade.HARD, "550 5.1.1")


@pytest.mark.parametrize(
    ("reply", "grade"),
    [("550", Grade.HARD), ("552", Grade.SOFT), ("554", Grade.SOFT), ("550 5.7.1", Grade.POLICY)],
)
def test_a_bare_code_says_that_nobody_is_there_or_nothing(reply: str, grade: Grade) -> None:
    assert grade_of(reply) is grade


def test_a_return_address_is_nobodys_but_ours_whatever_becomes_of_its_case() -> None:
    ours, other = ReturnPath("b.example.org", b"k" * 32), ReturnPath("b.example.org", b"o" * 32)
    mail_id = uuid4()
    address = ours.of(mail_id)
    assert len(address.partition("@")[0]) <= 64
    assert ours.opened(f"<{address.upper()}>") == mail_id
    forged = address.replace(mail_id.hex, uuid4().hex)
    for wrong in (forged, other.of(mail_id), address + ".example", "bounce@b.example.org", ""):
        assert ours.opened(wrong) is None


async def test_a_mail_bears_the_address_to_which_it_comes_back(
    house: House, post: Post, town: Town
) -> None:
    mail_id = await welcome(house, town)
    assert post.senders == [paths(house).of(mail_id)]


async def test_what_came_back_counts_once_and_is_given_up(house: House, town: Town) -> None:
    mail_id = await welcome(house, town)

    assert await outcome(house, mail_id, report()) == "noted"
    assert await outcome(house, mail_id, report()) == "known"

    [address] = await known(house)
    assert (address.address, address.hard, address.suppressed_at) == (WORKER, 1, None)
    await settled(house, "undeliverable")
    [failed] = await announced(house, LetterFailed)
    assert failed.letter_id == mail_id
    page = (await house.http.get(f"/notifications/zustellungen/{town.worker}")).text
    assert "Zurückgekommen (550 5.1.1)" in page


async def test_a_refusal_that_is_about_us_suppresses_nobody_and_alarms_the_operator(
    house: House, town: Town
) -> None:
    await tell(house, *town.everything())
    for hire in town.hired_often(3):
        await tell(house, hire)
    for each in await settled(house, "sent", "sent", "sent"):
        assert await outcome(house, each.id, report("5.7.1", "smtp; 550 5.7.1 SPF")) == "noted"

    assert await known(house) == []
    cards = (await house.http.get("/notifications/api/v1/cards")).json()["cards"]
    [card] = [each for each in cards if each["code"] == "mail_against_policy"]
    assert card["number"] == 3
    page = (await house.http.get("/notifications/versand")).text
    assert "Von fremden Mailservern abgewiesen" in page


async def test_whoever_is_not_the_mail_server_or_makes_something_up_changes_nothing(
    house: House, town: Town
) -> None:
    mail_id = await welcome(house, town)
    wrong = await hand_over(house, mail_id, report(), Authorization="Bearer guessed")
    forged = await hand_over(house, mail_id, report(), **{"X-Original-To": "bounce+1.2@x.example"})
    huge = await hand_over(house, mail_id, b"x" * (LARGEST_REPORT + 1))
    problems = [(each.status_code, each.json()["type"]) for each in (wrong, forged, huge)]
    assert problems == [
        (401, "/problems/unauthenticated"),
        (403, "/problems/bounce-forged"),
        (413, "/problems/content-too-large"),
    ]
    for broken in BROKEN:
        assert (await hand_over(house, mail_id, broken)).status_code == 200
    assert await outcome(house, uuid4(), report()) == "forgotten"
    assert await outcome(house, mail_id, VACATION) == "ignored"


async def test_an_answer_for_a_date_is_told_apart_and_a_letter_to_it_is_sent_back(
    house: House,
) -> None:
    calendars = calendar_path(house.settings)
    assert calendars is not None
    to = {"X-Original-To": calendars.of(uuid4())}
    stranger = await hand_over(house, uuid4(), reply("date-x@y", "kim@example.org"), **to)
    letter = await hand_over(house, uuid4(), QUESTION, **to)
    absent = await hand_over(house, uuid4(), VACATION, **to)
    assert (stranger.json(), absent.json()) == ({"outcome": "foreign"}, {"outcome": "ignored"})
    assert (letter.status_code, letter.json()["type"]) == (415, "/problems/only-calendars")
    assert "kim@" not in letter.text


async def test_a_refusal_at_once_counts_as_one_that_is_reported(
    house: House, post: Post, town: Town
) -> None:
    post.refuse[WORKER] = "550 no such user"
    await tell(house, *town.everything())
    for number, hire in enumerate(town.hired_often(3), 1):
        await tell(house, hire)
        await settled(house, *["undeliverable"] * number)

    [address] = await known(house)
    assert (address.hard, address.reply) == (2, "550")
    assert address.suppressed_at is not None
    assert post.offered.count(WORKER) == 2
    rows = await house.rows("notifications", select(dispatches.c.outcome))
    assert sorted(row.outcome for row in rows) == ["refused", "refused", "suppressed"]


async def test_failures_a_month_apart_suppress_nobody(house: House, post: Post, town: Town) -> None:
    post.refuse[WORKER] = "550 5.1.1 no such user"
    await tell(house, *town.everything())
    first, second, *_ = town.hired_often(2)
    await tell(house, first)
    await settled(house, "undeliverable")
    house.clock.forward(timedelta(days=31))
    await tell(house, second)
    await settled(house, "undeliverable", "undeliverable")
    [address] = await known(house)
    assert (address.hard, address.suppressed_at) == (1, None)
