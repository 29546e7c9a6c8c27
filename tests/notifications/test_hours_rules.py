"""Windows and digests by the clock on the wall, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.bundles.values import DIGEST_AT, Pace, next_digest
from services.notifications.hours.queries import judge_hours
from services.notifications.hours.values import (
    ALWAYS,
    MIDNIGHT,
    WORKING_WEEK,
    Hours,
    Weekday,
    Window,
)
from services.notifications.mails.values import Urgency
from services.notifications.preferences.rules import mode_of
from services.notifications.preferences.values import Mode
from services.notifications.rounds.queries import CHECKS
from shared.clock import BERLIN, local_date
from shared.ids import new_id
from shared.working_days import is_public_holiday

OFFICE = Window(frozenset(WORKING_WEEK), 7, 18, on_holidays=False)
DAYS = st.frozensets(st.sampled_from(Weekday), min_size=1)
WINDOWS = st.builds(
    lambda days, opens, length, holidays: Window(
        days, opens, min(opens + length, MIDNIGHT), holidays
    ),
    DAYS,
    st.integers(0, MIDNIGHT - 1),
    st.integers(1, MIDNIGHT),
    st.booleans(),
)
MOMENTS = st.integers(0, 6 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@given(WINDOWS, MOMENTS)
def test_what_waits_for_a_window_goes_out_inside_it(window: Window, now: datetime) -> None:
    opening = window.opening(now)
    moment = now if opening is None else opening
    assert opening is None or opening > now
    assert window.opening(moment) is None
    wall = moment.astimezone(BERLIN)
    assert list(Weekday)[wall.weekday()] in window.days
    assert window.on_holidays or not is_public_holiday(wall.date())
    assert _changes(wall.date()) or window.opens <= wall.hour < window.closes


def _changes(day: date) -> bool:
    noon, before = (datetime(*d.timetuple()[:3], 12, tzinfo=BERLIN) for d in (day, _before(day)))
    return noon.utcoffset() != before.utcoffset()


def _before(day: date) -> date:
    return day - timedelta(days=1)


@given(WINDOWS, WINDOWS, MOMENTS)
def test_nobody_widens_the_hours_of_a_municipality(
    town: Window, own: Window, now: datetime
) -> None:
    me = new_id()
    mine = Hours(town, {me: own}).of(me)
    assert town.opening(now) is None or mine.opening(now) is not None


@given(WINDOWS, MOMENTS, st.sampled_from(Pace))
def test_the_next_digest_lies_ahead_in_the_window_and_there_is_none_between(
    window: Window, now: datetime, pace: Pace
) -> None:
    moment = next_digest(pace, now, window)
    assert moment > now
    assert window.opening(moment) is None
    assert next_digest(pace, moment - timedelta(seconds=1), window) == moment
    following = next_digest(pace, moment, window)
    weeks = {local_date(each).isocalendar()[:2] for each in (moment, following)}
    assert len(weeks) == 2 if pace is Pace.WEEKLY else following > moment


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-11-26T18:00", "2026-11-27T07:00"),
        ("2026-11-27T06:59", "2026-11-27T07:00"),
        ("2026-11-27T07:00", None),
        ("2026-11-27T17:59", None),
        ("2026-11-27T18:00", "2026-11-30T07:00"),
        ("2026-12-24T20:00", "2026-12-28T07:00"),
        ("2027-03-25T20:00", "2027-03-30T07:00"),
        ("2027-10-29T20:00", "2027-11-02T07:00"),
    ],
)
def test_an_office_rests_at_night_on_weekends_and_on_holidays_in_summer_and_winter(
    now: str, opening: str | None
) -> None:
    """Over Christmas, Easter with the clock put forward, and All Saints with it put back."""
    assert OFFICE.opening(local(now)) == (local(opening) if opening else None)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_a_day_on_which_the_clock_changes_is_whole(day: date, hours: int) -> None:
    span = ALWAYS.span(day)
    assert span is not None
    assert span[1] - span[0] == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("pace", "after", "moment"),
    [
        (Pace.DAILY, "2026-11-26T07:29", "2026-11-26T07:30"),
        (Pace.DAILY, "2026-11-26T07:30", "2026-11-27T07:30"),
        (Pace.DAILY, "2026-11-27T12:00", "2026-11-30T07:30"),
        (Pace.WEEKLY, "2026-11-26T12:00", "2026-11-30T07:30"),
        (Pace.WEEKLY, "2027-03-24T12:00", "2027-03-30T07:30"),
        (Pace.DAILY, "2027-10-29T12:00", "2027-11-02T07:30"),
    ],
)
def test_a_digest_comes_at_half_past_seven_on_a_day_on_which_mails_go_out(
    pace: Pace, after: str, moment: str
) -> None:
    """Of a week that begins with a holiday on its first other day."""
    assert next_digest(pace, local(after), OFFICE) == local(moment)


def test_a_digest_comes_when_the_window_opens_if_half_past_seven_lies_outside() -> None:
    late = Window(frozenset(WORKING_WEEK), 9, 12)
    assert next_digest(Pace.DAILY, local("2026-11-26T08:00"), late) == local("2026-11-26T09:00")


def test_without_hours_a_digest_comes_every_day() -> None:
    friday = local("2026-11-27T12:00")
    wall = next_digest(Pace.DAILY, friday, ALWAYS).astimezone(BERLIN)
    assert (wall.date(), wall.time()) == (date(2026, 11, 28), DIGEST_AT)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2027-07-16T12:00", None),
        ("2027-07-19T12:00", "2027-09-01T07:00"),
        ("2026-12-22T18:30", "2027-01-07T07:00"),
        ("2027-03-20T12:00", "2027-04-05T07:00"),
    ],
)
def test_who_wants_none_in_the_school_holidays_hears_of_it_on_the_first_day_of_school(
    now: str, opens: str | None
) -> None:
    """And no digest before: a holiday of the state lies between in winter."""
    mine = OFFICE.narrowed(Window(in_school_holidays=False))
    assert mine.opening(local(now)) == (local(opens) if opens else None)
    if opens:
        assert next_digest(Pace.WEEKLY, local(now), mine) >= local(opens)
    assert "nicht in den Schulferien" in mine.described


def test_the_longest_rest_anybody_may_choose_ends() -> None:
    rest = OFFICE.narrowed(Window(frozenset({Weekday.SATURDAY, Weekday.MONDAY}), 7, 8))
    rest = rest.narrowed(Window(in_school_holidays=False))
    for summer in ("2027-07-17", "2028-07-08", "2029-06-30", "2030-06-22"):
        assert rest.opening(local(f"{summer}T12:00"))
        assert next_digest(Pace.WEEKLY, local(f"{summer}T12:00"), rest)


def test_own_hours_that_have_nothing_in_common_with_the_municipalitys_change_nothing() -> None:
    assert OFFICE.narrowed(Window(frozenset({Weekday.SUNDAY}), 20, 22)) == OFFICE


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (OFFICE, "Montag bis Freitag, 7 bis 18 Uhr, nicht an Feiertagen"),
        (ALWAYS, "täglich"),
        (
            Window(frozenset({Weekday.MONDAY, Weekday.FRIDAY}), 8, 24),
            "Montag, Freitag, 8 bis 24 Uhr",
        ),
    ],
)
def test_a_window_is_said_in_german(window: Window, said: str) -> None:
    assert window.described == said


def test_what_is_low_waits_for_a_digest_and_what_is_off_stays_off() -> None:
    assert mode_of(Mode.NOW, Urgency.LOW) is Mode.DAILY
    assert mode_of(Mode.NOW, Urgency.NORMAL) is Mode.NOW
    assert mode_of(Mode.WEEKLY, Urgency.LOW) is Mode.WEEKLY
    assert mode_of(Mode.OFF, Urgency.LOW) is Mode.OFF


def test_the_quiet_hour_is_asked_last_and_never_of_what_is_critical() -> None:
    """One rule before every way on which something is sent."""
    last = CHECKS[-1]
    assert last.judge is judge_hours
    assert last.spares_critical
