"""What a school year's gatherings come to, and what is not said of people."""

import html
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from services.trainings.attendance.values import Presence, Seen
from services.trainings.figures import rules
from services.trainings.figures.values import Day, Quarter, SchoolYear, school_year_of
from shared.clock import local_date
from shared.contracts.gatherings import GatheringKind
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import House
from tests.trainings.meeting import HTML, on_the_day

PATH = "/trainings/veranstaltungszahlen"
YEAR = SchoolYear(2025)
AFTER = YEAR.bounds[-1]
GROUP, TRAINING = GatheringKind.WORKING_GROUP, GatheringKind.TRAINING


def day(kind: GatheringKind, at: datetime, *, off: bool = False) -> Day:
    return Day(new_id(), kind, None, at, at + timedelta(hours=3), Decimal(4), off)


def came(to: Day, who: UUID, carrier: UUID | None = None, units: str = "") -> Seen:
    how = Presence.PARTLY if units else Presence.PRESENT
    some = Decimal(units) if units else None
    return Seen(who, carrier, to.gathering_id, new_id(), to.starts_at, to.units, how, some)


def test_a_school_year_begins_in_august_and_has_four_quarters_in_local_time() -> None:
    assert school_year_of(AFTER.date()).begins_in == 2026
    assert school_year_of(AFTER.date() - timedelta(days=1)) == YEAR
    before_november = datetime(2025, 10, 31, 22, 59, tzinfo=UTC)
    assert YEAR.quarter(before_november) is Quarter.FIRST
    assert YEAR.quarter(before_november + timedelta(minutes=1)) is Quarter.SECOND
    assert YEAR.quarter(datetime(2026, 7, 31, 12, tzinfo=UTC)) is Quarter.FOURTH


def test_what_few_people_were_at_is_hidden_together_with_what_would_give_it_away() -> None:
    six, two = [new_id() for _ in range(6)], [new_id() for _ in range(2)]
    assert rules.safe({"a": six, "b": two}) == set(), "a taken from all would leave two"
    assert rules.safe({"a": six, "b": []}) == {"a"}
    assert rules.safe({"a": six, "b": six[:5], "c": six}) == {"a", "b", "c"}
    assert rules.safe({"a": six, "b": six[1:], "c": two}) == {"a"}


def test_who_was_there_is_counted_when_the_year_is_over_and_each_once_for_a_gathering() -> None:
    group = day(GROUP, datetime(2025, 9, 1, 7, tzinfo=UTC))
    training = day(TRAINING, datetime(2026, 3, 1, 7, tzinfo=UTC))
    people, carrier = [new_id() for _ in range(6)], new_id()
    seen = [came(group, each, carrier) for each in people]
    seen += [came(training, each, carrier, "1.5") for each in people[:2]]
    given = (YEAR, [group, training, day(GROUP, group.starts_at, off=True)], seen)
    running = rules.of_year(*given, {}, AFTER - timedelta(days=1))
    assert [each.came for each in running.rows] == [None, None, None]
    found = rules.of_year(*given, {carrier: "AWO"}, AFTER)
    assert [(each.name, each.came) for each in found.rows] == [
        ("Fortbildung", None),
        ("Arbeitskreis", None),
        ("Alle", 8),
    ]
    assert found.rows[-1].learnt == 6 * 4 + 2 * Decimal("1.5")
    assert [(each.name, each.people, each.came) for each in found.senders] == [("AWO", 6, 8)]
    assert found.off == [("Arbeitskreis", 1, 1)]
    part = rules.of_quarter(YEAR, given[1], Quarter.THIRD, AFTER)
    assert [(each.name, each.hours, each.came) for each in part.rows] == [
        ("Fortbildung", Decimal(3), None),
        ("Alle", Decimal(3), None),
    ]


def test_kinds_and_carriers_that_tell_of_one_person_together_are_not_both_shown() -> None:
    """All of AWO were at the training, and one other was."""
    group = day(GROUP, datetime(2025, 9, 1, 7, tzinfo=UTC))
    training = day(TRAINING, datetime(2026, 3, 1, 7, tzinfo=UTC))
    awo, church = new_id(), new_id()
    seen = [came(training, new_id(), awo) for _ in range(6)]
    seen += [came(training, new_id(), church), *(came(group, new_id(), church) for _ in range(5))]
    names = {awo: "AWO", church: "Kirche"}
    found = rules.of_year(YEAR, [group, training], seen, names, AFTER)
    assert [each.came for each in found.rows] == [7, 5, 12]
    assert (found.senders, found.people) == ([], 12)
    more = [*seen, *(came(training, new_id(), church) for _ in range(4))]
    shown = rules.of_year(YEAR, [group, training], more, names, AFTER).senders
    assert [(each.name, each.people) for each in shown] == [("Kirche", 10), ("AWO", 6)]


async def page(house: House, query: str = "") -> str:
    answer = await house.http.get(PATH + query, headers=HTML)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


async def test_the_office_reads_and_saves_what_a_year_came_to(
    open_house: OpenHouse,
) -> None:
    names = [f"Person Nr{number}" for number in range(6)]
    held, people, path = await on_the_day(open_house, *names)
    year = school_year_of(local_date(held.house.clock.now()))
    assert "Noch nichts stattgefunden" in await page(held.house)
    there = [await held.entry(each) for each in people]
    await held.post(path, present=there[:5], shown=there, vorgang="a")
    held.house.clock.forward(year.bounds[-1] - held.house.clock.now())
    answer = await held.http.get(f"{PATH}?year={year.begins_in}&als=csv")
    line = "1;1;7,5;10;;5;50"
    assert [each.partition(";")[2] for each in answer.text.split("\r\n")[1:3]] == [line, line]
    assert "5 verschiedene Personen" in await page(held.house, f"?year={year.begins_in}")
    assert "Bitte geben Sie mindestens 2020 ein." in await page(held.house, "?year=1")
