"""What calendars answer: their owners are asked, and nobody loses a seat by it."""

from collections.abc import Sequence
from datetime import time
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import select

from services.notifications.bounces import use_cases as bounces
from services.notifications.bounces.rules import read_answer
from services.notifications.bounces.values import Reported, ReturnPath
from services.notifications.gatherings import rules
from services.notifications.gatherings.values import Invite, slot_of
from services.notifications.invites.values import calendar_of
from services.notifications.values import Person
from shared.contracts.gatherings import Place
from shared.contracts.notifications import CalendarDeclined
from shared.ids import new_id
from shared.mail import read_sender
from shared.messaging.tables import outbox
from tests.notifications.ground import Ground
from tests.notifications.hall import MINUTE, NOON, TITLE, Guest, Hall, hall
from tests.notifications.replies import HUGE, NESTED, NULS, QUESTION, reply
from tests.notifications.reports import BOMBS, VACATION
from tests.notifications.test_smtp import part

HOST = "knotenpunkt.test"
PATH = ReturnPath("bounce.example.org", b"k" * 32, "kalender")


class Answers:
    """What is handed over for the organiser of a hall's first date."""

    def __init__(self, held: Hall) -> None:
        self.held, self.date_id = held, held.dates[0].date_id
        self.uid = f"date-{self.date_id}@{HOST}"

    def take(self, mail: bytes) -> Reported:
        async def taken() -> Reported:
            async with self.held.ground.context.database.transaction() as uow:
                return await bounces.answer(uow, PATH, PATH.of(self.date_id), mail, HOST)

        return self.held.ground.run(taken())

    def announced(self) -> Sequence[Any]:
        async def asked() -> Sequence[Any]:
            async with self.held.ground.context.database.reading() as session:
                mine = outbox.c.type == CalendarDeclined.type_name
                return (await session.execute(select(outbox).where(mine))).all()

        return self.held.ground.run(asked())


def seated(ground: Ground) -> tuple[Answers, Guest]:
    """Kim, who was invited."""
    held = hall(ground)
    kim = held.guest()
    held.confirm(kim)
    assert len(held.mails()) == 1
    return Answers(held), kim


def test_who_declines_in_a_calendar_is_asked_once_and_keeps_the_seat(ground: Ground) -> None:
    answers, kim = seated(ground)
    decline = reply(answers.uid, kim.email)

    assert answers.take(decline) is Reported.PROPOSED
    assert answers.take(decline) is Reported.KNOWN

    [mail] = answers.held.mails()
    assert mail["Subject"] == f"Abmelden? {TITLE}"
    text = part(mail, "plain")
    assert "Mittwoch, 26. März 2031, 9:00 bis 16:30 Uhr" in text
    assert "Ihren Platz haben Sie" in text
    assert "/trainings/l/anmeldung/" in text
    assert "Urlaub" not in text
    [told] = answers.announced()
    assert str(kim.registration_id) in str(told)
    assert str(kim.person_id) not in str(told)
    assert kim.email not in str(told)


def test_a_date_that_moved_is_asked_about_anew_and_an_answer_to_the_old_one_is_late(
    ground: Ground,
) -> None:
    answers, kim = seated(ground)
    decline = reply(answers.uid, kim.email)
    answers.take(decline)
    answers.held.mails()
    answers.held.move(0, kim, starts=time(10))
    answers.held.mails(11 * MINUTE)

    assert answers.take(decline) is Reported.IGNORED
    assert answers.take(reply(answers.uid, kim.email, sequence="1")) is Reported.PROPOSED


def test_whoever_comes_was_not_invited_or_has_left_changes_nothing(ground: Ground) -> None:
    answers, kim = seated(ground)
    mara = answers.held.guest("mara")
    uid = answers.uid
    for mail, outcome in [
        (reply(uid, kim.email, "ACCEPTED"), Reported.IGNORED),
        (reply(uid, kim.email, "TENTATIVE"), Reported.IGNORED),
        (reply(uid, mara.email), Reported.FOREIGN),
        (reply(uid, kim.email, attendee="colleague@example.org"), Reported.FOREIGN),
        (reply("date-other@elsewhere.example", kim.email), Reported.FOREIGN),
        (reply(uid, kim.email, method="REQUEST"), Reported.BROKEN),
        (reply(uid, kim.email, sequence="x"), Reported.BROKEN),
        (VACATION, Reported.IGNORED),
    ]:
        assert answers.take(mail) is outcome
    answers.held.stands(kim, Place.WITHDRAWN)
    assert answers.take(reply(uid, kim.email)) is Reported.FOREIGN
    assert not answers.held.mails()
    assert not answers.announced()


def test_an_answer_by_a_deputy_or_from_an_older_address_is_its_owners(ground: Ground) -> None:
    answers, kim = seated(ground)
    by_deputy = reply(answers.uid, "deputy@example.org", attendee=kim.email.upper())
    assert answers.take(by_deputy) is Reported.PROPOSED


def test_the_organiser_is_the_date_for_whom_the_sender_acts(ground: Ground) -> None:
    answers, _ = seated(ground)
    day = answers.held.dates[0]
    invite = Invite(new_id(), answers.date_id, 0, cancelled=False, slot=slot_of(day), title=TITLE)
    kim = Person(new_id(), "Kim", "Berg", "kim@example.org")
    sender = read_sender("Stadt Bergkamen <post@bergkamen.example>", frozenset())
    text = calendar_of(invite, kim, sender, HOST, NOON, PATH)
    [event] = IcsCalendarStream.calendar_from_ics(text).events
    assert event.organizer is not None
    assert event.organizer.uri == f"mailto:{PATH.of(answers.date_id)}"
    assert event.organizer.common_name == "Stadt Bergkamen"
    assert 'SENT-BY="mailto:post@bergkamen.example"' in text.replace("\r\n ", "")


def test_what_somebody_writes_there_is_not_swallowed(ground: Ground) -> None:
    answers, _ = seated(ground)
    with pytest.raises(bounces.Unread):
        answers.take(QUESTION)


def test_an_address_is_of_one_date_and_no_return_address(ground: Ground) -> None:
    answers, kim = seated(ground)
    other = ReturnPath("bounce.example.org", b"k" * 32)
    assert other.opened(PATH.of(answers.date_id)) is None
    assert PATH.opened(other.of(answers.date_id)) is None
    assert PATH.opened(PATH.of(answers.date_id).upper()) == answers.date_id
    assert kim.person_id.hex not in PATH.of(answers.date_id)


@pytest.mark.parametrize("mail", [*BOMBS, NULS, NESTED, HUGE])
def test_no_answer_is_too_broken_or_takes_long(mail: bytes) -> None:
    began = process_time()
    came = read_answer(mail)
    if came is not None and came.calendar is not None:
        assert rules.read_answer(came.calendar) is None
    assert process_time() - began < 1


@given(st.binary(max_size=200), st.integers(0, 900))
def test_noise_anywhere_in_an_answer_is_read_or_refused(noise: bytes, place: int) -> None:
    whole = reply("date-1@x", "kim@example.org")
    came = read_answer(whole[:place] + noise + whole[place:])
    if came is not None and came.calendar is not None:
        rules.read_answer(came.calendar)
