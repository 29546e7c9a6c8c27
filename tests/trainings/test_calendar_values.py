"""Dates as calendar programs read them, by a second library."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from services.trainings.calendar.rules import first_of, is_told, month_of
from services.trainings.calendar.values import Entry, calendar_of, etag_of
from shared.clock import BERLIN
from shared.ids import new_id

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
URL = "https://knoten.example.org"


def entry(day: date = date(2027, 1, 14), **more: object) -> Entry:
    known = {
        "date_id": new_id(),
        "gathering_id": new_id(),
        "title": "Arbeitskreis",
        "day": day,
        "starts": time(9),
        "ends": time(12, 30),
        "place": "Rathaus",
        "cancelled": False,
    }
    return Entry(**(known | more))  # type: ignore[arg-type]


def read(*entries: Entry) -> list[Event]:
    """By a library that did not write it."""
    text = calendar_of(entries, URL, NOW, "Termine").decode()
    return list(IcsCalendarStream.calendar_from_ics(text).events)


def test_a_feed_is_published_with_times_of_berlin() -> None:
    lines = calendar_of([entry()], URL, NOW, "Termine").decode().split("\r\n")
    assert lines[1] == "METHOD:PUBLISH"
    assert "DTSTART;TZID=Europe/Berlin:20270114T090000" in lines
    assert "X-WR-CALNAME:Termine" in lines


def test_a_date_is_known_by_its_id_for_good() -> None:
    told = entry(sequence=3)
    [event] = read(told)
    assert event.uid == f"date-{told.date_id}@knoten.example.org"
    assert event.sequence == 3
    assert str(event.url) == f"{URL}/trainings/angebote/{told.gathering_id}"


def test_what_is_called_off_is_told_until_the_day_after() -> None:
    off = entry(date(2026, 11, 27), cancelled=True)
    [event] = read(off)
    assert event.status == "CANCELLED"
    late = datetime(2026, 11, 28, 23, 59, tzinfo=BERLIN)
    assert is_told(off, late)
    assert not is_told(off, late + timedelta(minutes=1))
    assert is_told(entry(date(2026, 11, 1)), late)


def test_a_feed_differs_when_a_date_does_and_not_by_the_hour() -> None:
    told = entry()
    moved = Entry(**(vars(told) | {"day": date(2027, 1, 15)}))
    assert etag_of([told], "A") == etag_of([told], "A")
    assert len({etag_of([told], "A"), etag_of([moved], "A"), etag_of([], "A")}) == 3


@pytest.mark.parametrize("wanted", ["", "2027-13", "1999-01", "2099-01", "٢٠٢٧-01", "2027-01-01"])
def test_whoever_names_no_month_sees_the_present_one(wanted: str) -> None:
    assert first_of(wanted, date(2026, 11, 27)) == date(2026, 11, 1)


def test_a_month_has_whole_weeks_and_leads_on() -> None:
    found = month_of(first_of("2027-01", NOW.date()), [], NOW.date(), more=False)
    assert {len(week) for week in found.weeks} == {7}
    assert found.weeks[0][0].day == date(2026, 12, 28)
    assert (found.previous, found.following) == ("2026-12", "2027-02")
    last = month_of(date(2031, 12, 1), [], NOW.date(), more=False)
    assert (last.previous, last.following) == ("2031-11", "")
