"""One renderer for calendars, read back by a library that did not write it."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event
from icalendar import Calendar

from shared.calendars import Entry, Method, Party, calendar_of
from shared.clock import BERLIN

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)


def entry(day: date = date(2027, 1, 14), **more: object) -> Entry:
    known = {
        "uid": "one@example.org",
        "sequence": 3,
        "starts_at": datetime.combine(day, time(9), BERLIN),
        "ends_at": datetime.combine(day, time(12, 30), BERLIN),
        "summary": "Treffen",
    }
    return Entry(**(known | more))  # type: ignore[arg-type]


def written(*entries: Entry, method: Method = Method.PUBLISH, name: str = "") -> str:
    return calendar_of(entries, NOW, method=method, product="Probe", name=name).decode()


def read(*entries: Entry) -> list[Event]:
    return list(IcsCalendarStream.calendar_from_ics(written(*entries)).events)


def test_lines_are_short_and_no_umlaut_is_cut_in_two() -> None:
    told = entry(
        summary="Übergänge gestalten – für Größere, Ältere; mit „Äpfeln“ und Brötchen\n " * 4,
        location="Größe\nRaum 1",
        attendee=Party("jo@example.org", 'Jörg "Jo" Müßig,\x07 Dr.'),
        organizer=Party("post@example.org", "Stadt, Amt"),
    )
    raw = written(told, name="Käthes Termine").encode()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    [event] = read(told)
    assert event.summary == " ".join(told.summary.split())
    assert event.location == "Größe\nRaum 1"
    assert event.attendees[0].common_name == "Jörg 'Jo' Müßig, Dr."
    assert event.organizer is not None
    assert event.organizer.common_name == "Stadt, Amt"


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2027, 1, 14), 1),
        (date(2027, 7, 14), 2),
        (date(2027, 3, 28), 2),
        (date(2027, 10, 31), 1),
    ],
    ids=["January", "July", "clocks forward", "clocks back"],
)
@pytest.mark.parametrize("zone", [BERLIN, UTC], ids=str)
def test_nine_in_berlin_is_nine_in_berlin_on_each_day(day: date, hours: int, zone: tzinfo) -> None:
    nine = datetime.combine(day, time(9), BERLIN)
    told = entry(day, starts_at=nine.astimezone(zone))
    assert f"DTSTART;TZID=Europe/Berlin:{day:%Y%m%d}T090000" in written(told)
    [event] = read(told)
    assert isinstance(event.dtstart, datetime)
    assert event.dtstart.utcoffset() == timedelta(hours=hours)
    assert event.dtstart == nine
    assert event.computed_duration == timedelta(hours=3, minutes=30)


def test_the_method_comes_first_and_the_zone_has_yearly_rules() -> None:
    lines = written(entry(), entry(), name="Termine").split("\r\n")
    assert lines[:2] == ["BEGIN:VCALENDAR", "METHOD:PUBLISH"]
    assert lines.count("BEGIN:VTIMEZONE") == 1
    assert "DTSTART:19700329T020000" in lines
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in lines
    assert "X-PUBLISHED-TTL:PT6H" in lines
    assert "DTSTAMP:20261127T080000Z" in lines


@pytest.mark.parametrize("method", list(Method))
def test_two_libraries_read_the_same(method: Method) -> None:
    told = entry(
        attendee=Party("jo@example.org"),
        url="https://example.org/1",
        cancelled=method is Method.CANCEL,
    )
    text = written(told, method=method)
    [one] = IcsCalendarStream.calendar_from_ics(text).events
    other: Any = Calendar.from_ical(text).walk("VEVENT")[0]
    assert (one.uid, one.sequence, str(one.url)) == ("one@example.org", 3, told.url)
    assert (str(other["UID"]), other["SEQUENCE"], str(other["URL"])) == (one.uid, 3, told.url)
    assert one.status == str(other["STATUS"]) == ("CANCELLED" if told.cancelled else "CONFIRMED")
    assert one.dtstart == other["DTSTART"].dt
    assert ("PARTSTAT=ACCEPTED" in text) is not told.cancelled
    assert "NAME:" not in text.replace("TZNAME:", "")
