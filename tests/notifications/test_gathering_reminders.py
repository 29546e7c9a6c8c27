"""Reminders are reckoned when they are due, for those who have a seat then."""

import re
from datetime import datetime, timedelta

from services.notifications.mails.values import Topic
from services.notifications.preferences.values import Mode
from shared.clock import BERLIN
from shared.contracts.gatherings import GatheringKind, Place
from shared.ids import new_id
from tests.notifications.ground import Ground
from tests.notifications.hall import FIRST, MINUTE, NOON, TITLE, calendar_part, hall
from tests.notifications.held import Quiet
from tests.notifications.test_smtp import part

DAY = timedelta(days=1)
EVE = datetime(2031, 3, 25, 8, tzinfo=BERLIN)
WEEK_BEFORE = datetime(2031, 3, 19, 8, tzinfo=BERLIN)


def test_the_day_before_those_with_a_seat_hear_when_it_is_and_once(ground: Ground) -> None:
    held = hall(ground, kind=GatheringKind.WORKING_GROUP)
    kim, jan, late = [held.guest(each) for each in ("kim", "jan", "late")]
    held.stands(kim, Place.CONFIRMED)
    held.stands(jan, Place.WAITING)
    held.at(EVE - timedelta(hours=1))
    held.remind()
    assert not held.mails()
    held.at(EVE)
    held.remind()
    [mail] = held.mails()
    assert kim.email in mail["To"]
    assert mail["Subject"] == f"Erinnerung: {TITLE}"
    text = part(mail, "plain")
    assert "Mittwoch, 26. März 2031, 9:00 bis 16:30 Uhr" in text
    assert not re.search(r"\b(morgen|heute|übermorgen)\b", text)
    assert "abmelden" in text
    assert "/trainings/l/anmeldung/" in text
    assert calendar_part(mail) is None
    held.stands(late, Place.CONFIRMED)
    held.ground.clock.forward(timedelta(minutes=15))
    held.remind()
    assert not held.mails()


def test_a_week_before_a_symposium_people_are_asked_whether_they_come(ground: Ground) -> None:
    held = hall(ground, kind=GatheringKind.SYMPOSIUM)
    kim = held.guest()
    held.stands(kim, Place.CONFIRMED)
    held.at(WEEK_BEFORE)
    held.remind()
    [mail] = held.mails()
    assert mail["Subject"] == f"Kommen Sie wirklich? {TITLE}"
    assert "Antworten Sie nicht, bleibt er Ihrer." in part(mail, "plain")


def test_a_reminder_that_waited_too_long_or_is_of_another_day_is_none(ground: Ground) -> None:
    held = hall(ground, FIRST, FIRST + 7 * DAY, kind=GatheringKind.EXCHANGE)
    kim, jan = held.guest("kim"), held.guest("jan")
    held.stands(kim, Place.CONFIRMED)
    held.at(EVE)
    held.remind()
    held.move(0, day=FIRST + DAY)
    assert not held.mails()
    held.at(EVE + DAY)
    held.remind()
    assert len(held.mails()) == 1
    held.at(EVE + 7 * DAY)
    held.stands(jan, Place.CONFIRMED)
    held.stands(kim, Place.WITHDRAWN)
    held.remind()
    held.at(EVE + 8 * DAY + timedelta(hours=1))
    assert not held.mails()


def test_reminders_can_be_given_up_and_gathered(ground: Ground) -> None:
    held = hall(ground, kind=GatheringKind.EXCHANGE, now=NOON)
    quiet = Quiet(ground, NOON + timedelta(hours=1), holds=False)
    kim = held.guest()
    kim.person_id = quiet.me
    held.stands(kim, Place.CONFIRMED)
    quiet.wants(Mode.OFF, Topic.GATHERINGS)
    held.at(EVE)
    held.remind()
    assert not held.mails()


def test_two_gatherings_are_two_mails_and_neither_waits(ground: Ground) -> None:
    one, other = hall(ground), hall(ground, now=NOON + MINUTE)
    kim = one.guest()
    one.confirm(kim)
    assert len(one.mails()) == 1
    kim.registration_id, kim.version = new_id(), 0
    other.confirm(kim)
    assert len(one.mails()) == 1


def test_the_link_to_join_stands_in_the_reminder_as_it_is_then_and_nowhere_before(
    ground: Ground,
) -> None:
    held = hall(ground, kind=GatheringKind.WORKING_GROUP)
    kim = held.guest()
    held.dates[0] = held.dates[0].model_copy(update={"join_link": "https://video.example.org/alt"})
    held.record()
    held.confirm(kim)
    [mail] = held.mails()
    assert b"video.example" not in mail.as_bytes()
    told = calendar_part(mail)
    assert told is not None
    assert b"video.example" not in told.get_payload(decode=True)
    held.move(0, join_link="https://video.example.org/neu")
    held.at(EVE)
    held.remind()
    [reminder] = held.mails()
    assert "Videokonferenz: https://video.example.org/neu" in part(reminder, "plain")
    assert 'href="https://video.example.org/neu"' in part(reminder, "html")
    assert calendar_part(reminder) is None
