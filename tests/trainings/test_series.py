"""A series from one form: days outside the holidays, and a gathering of its own on each."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from services.trainings.models import gathering_dates, gatherings
from services.trainings.series.rules import suggest, written
from services.trainings.series.values import Rhythm
from shared.clock import local_date
from shared.working_days import is_public_holiday, is_school_holiday
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, HTML, OFFICE, Meeting, meeting

SERIES = f"{OFFICE}/reihe"
FORM = {
    "kind": "working_group",
    "title": "Arbeitskreis Übergang",
    "audience": "everybody",
    "starts": "9:00",
    "ends": "12:30",
    "rhythm": "monthly",
    "number": "3",
}


def always(day: date) -> bool:
    return True


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_no_day_falls_into_holidays_and_all_are_of_one_weekday(rhythm: Rhythm) -> None:
    found = [each.day for each in suggest(date(2027, 1, 14), rhythm, 12, 2)]
    assert not [day for day in found if is_school_holiday(day) or is_public_holiday(day)]
    assert {day.weekday() for day in found} == {3}
    assert found == sorted(set(found))


def test_the_second_thursday_stays_the_second_and_a_fifth_becomes_the_last() -> None:
    second = suggest(date(2027, 1, 14), Rhythm.QUARTERLY, 4, is_free=always)
    days = [date(2027, 1, 14), date(2027, 4, 8), date(2027, 7, 8), date(2027, 10, 14)]
    assert [each.day for each in second] == days
    fifth = suggest(date(2027, 1, 29), Rhythm.MONTHLY, 2, is_free=always)
    assert fifth[1].day == date(2027, 2, 26)


def test_a_leap_day_is_a_day_like_others() -> None:
    found = suggest(date(2028, 2, 29), Rhythm.MONTHLY, 2, is_free=always)
    assert [each.day for each in found] == [date(2028, 2, 29), date(2028, 3, 28)]


async def test_days_are_suggested_changed_and_then_each_is_a_gathering(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    first = local_date(held.house.clock.now()) + timedelta(days=20)
    form = FORM | {"first": first.isoformat()}
    asked = await held.http.post(SERIES, data=form, headers=HTML)
    assert (asked.status_code, "Vorgeschlagene Tage" in asked.text) == (200, True)
    wrong = await held.http.post(SERIES, data=form | {"days": "31.02.2027"}, headers=HTML)
    assert (wrong.status_code, "Je Zeile ein Tag" in wrong.text) == (422, True)
    far = await held.http.post(SERIES, data=form | {"first": "2199-12-31"}, headers=HTML)
    assert (far.status_code, "mehr als drei Jahre entfernt" in far.text) == (422, True)
    days = [first + timedelta(weeks=each) for each in (0, 5, 9)]
    made = await held.http.post(SERIES, data=form | {"days": written(days)}, headers=HTML)
    assert made.status_code == 303
    query = select(gatherings.c.id, gatherings.c.series_id, gathering_dates.c.day).join(
        gathering_dates, gathering_dates.c.gathering_id == gatherings.c.id
    )
    rows = await held.house.rows("trainings", query.order_by(gathering_dates.c.day))
    mine = [each for each in rows if each.series_id]
    assert [each.day for each in mine] == days
    assert len({each.series_id for each in mine}) == 1
    held.id = str(mine[0].id)
    assert f"{OFFICE}/{mine[1].id}" in await held.page()
    await held.post("/oeffnen")
    who = await held.somebody()
    seen = (await who.get(f"{CATALOGUE}/{held.id}")).text
    assert "Weitere Termine der Reihe" not in seen


async def test_this_and_what_follows_is_called_off_and_nothing_before(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    first = local_date(held.house.clock.now()) + timedelta(days=20)
    days = [first + timedelta(weeks=each) for each in range(4)]
    form = FORM | {"first": first.isoformat(), "days": written(days)}
    await held.http.post(SERIES, data=form, headers=HTML)
    query = select(gatherings.c.id, gatherings.c.state).where(gatherings.c.series_id.is_not(None))
    rows = await held.house.rows("trainings", query.order_by(gatherings.c.starts_at))
    for each in rows[:3]:
        held.id = str(each.id)
        await held.post("/oeffnen")
    held.house.clock.forward(timedelta(days=21))
    alone = await Meeting(held.house).make()
    held.id = str(rows[0].id)
    await held.post("/reihe-absagen", scope="following")
    assert "Anmeldung offen" in await alone.page()
    found = await held.house.rows("trainings", query.order_by(gatherings.c.starts_at))
    assert [each.state.value for each in found] == ["open", "cancelled", "cancelled", "draft"]
