"""Whatever is posted in any order, no fact is lost and what applies when is what was posted."""

import json
import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import ColumnElement, delete, select, update

from services.directory.employments.models import employments
from services.directory.hires.schemas import NewHire
from services.directory.placements.models import placement_versions, placements
from services.directory.schemas import NewChange, NewDeparture
from tests.directory.conftest import hire
from tests.directory.oracle import ACCEPTED, Worker
from tests.directory.registry_office import Facts, Office, opened
from tests.servers.run import SharedPostgres

BEGIN = date(2027, 1, 15)
ANNOUNCED = {
    "hired": "directory.worker-hired.v1",
    "hired-again": "directory.worker-hired.v1",
    "changed": "directory.placements-changed.v1",
    "departed": "directory.worker-departed.v1",
    "hire-cancelled": "directory.hire-cancelled.v1",
}

# Days that meet: today and where anything begins or ends, and their neighbours.
anchors = st.integers(0, 7)
offsets = st.sampled_from([0, 1, -1, 30])
lengths = st.sampled_from([None, None, 0, 30, 90])
schools = st.sampled_from(["100001", "100002", "100003"])


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def office(request: pytest.FixtureRequest) -> Iterator[Office]:
    url = ""
    if request.param == "postgres":
        server: SharedPostgres = request.getfixturevalue("postgres")
        name = f"employments_{secrets.token_hex(4)}"
        server.create_for("directory", name)
        url = server.owner_url(name)
    with opened(url) as office:
        yield office


class Employments(RuleBasedStateMachine):
    """One worker of one carrier; days count from the present one."""

    office: ClassVar[Office]

    def __init__(self) -> None:
        super().__init__()
        self.external_id = f"P-{next(self.office.numbers)}"
        self.office.calendar.day = BEGIN
        self.expected = Worker(BEGIN)
        self.worker_id = ""
        self.answers: list[tuple[str, Any, tuple[int, str]]] = []
        self.kept = 0
        self.facts: Facts = {}
        self.office.run(self.office.announced())

    def day(self, anchor: int, offset: int) -> date:
        known = {self.expected.today}
        for period in self.expected.periods:
            known |= {period.start, *period.posted, *({period.end} - {date.max})}
        day = sorted(known)[anchor % len(known)] + timedelta(days=offset)
        return min(day, self.expected.today + timedelta(days=700))

    def post(self, body: Any, wanted: int) -> None:
        key = f"{self.external_id}-{len(self.answers)}"
        status, answer = given = self.office.run(self.office.answer(key, body))
        assert status == wanted, answer
        self.answers.append((key, body, given))
        told = [
            kind
            for kind in self.office.run(self.office.announced())
            if kind != "directory.person.v1"
        ]
        assert told == ([ANNOUNCED[json.loads(answer)["outcome"]]] if status == ACCEPTED else [])
        if status == ACCEPTED:
            self.check_receipt(json.loads(answer))
            self.plant(body)

    def check_receipt(self, receipt: dict[str, Any]) -> None:
        self.worker_id = self.worker_id or receipt["worker_id"]
        assert receipt["worker_id"] == self.worker_id
        shown = {each["employment_id"]: each for each in self.view()["employments"]}
        if "timeline" in receipt:
            for name in ("timeline", "last_day"):
                assert receipt[name] == shown[receipt["employment_id"]][name]

    def view(self) -> dict[str, Any]:
        view = self.office.run(self.office.worker(UUID(self.worker_id)))
        found: dict[str, Any] = view.model_dump(mode="json")
        return found

    def plant(self, body: Any) -> None:
        """Where a test of the test does something wrong."""

    @initialize(offset=st.sampled_from([-60, 0, 1, 30]), length=lengths)
    def begin(self, offset: int, length: int | None) -> None:
        self.hire_from(self.day(0, offset), length, "100001")

    @rule(anchor=anchors, offset=offsets, length=lengths, school=schools)
    def hire(self, anchor: int, offset: int, length: int | None, school: str) -> None:
        self.hire_from(self.day(anchor, offset), length, school)

    def hire_from(self, first: date, length: int | None, school: str) -> None:
        fixed = None if length is None else first + timedelta(days=length)
        given = hire(
            external_id=self.external_id,
            start_date=first.isoformat(),
            fixed_term_until=fixed and fixed.isoformat(),
            placements__0__school_number=school,
        )
        self.post(NewHire.model_validate(given), self.expected.hire(first, fixed, school))

    @rule(anchor=anchors, offset=offsets, school=schools)
    def change(self, anchor: int, offset: int, school: str) -> None:
        day = self.day(anchor, offset)
        body = NewChange.model_validate(
            {
                "external_id": self.external_id,
                "valid_from": day,
                "placements": [{"school_number": school, "weekly_hours": 20}],
            }
        )
        self.post(body, self.expected.change(day, school))

    @rule(anchor=anchors, offset=offsets)
    def depart(self, anchor: int, offset: int) -> None:
        self.depart_on(self.day(anchor, offset))

    @rule(later=st.sampled_from([0, 1, 45, 120]), length=lengths)
    def depart_and_come_again(self, later: int, length: int | None) -> None:
        """What the days above seldom come to."""
        day = max(self.expected.today, self.expected.periods[-1].start) + timedelta(days=later)
        self.depart_on(min(day, self.expected.today + timedelta(days=600)))
        begin = min(day + timedelta(days=1), self.expected.today + timedelta(days=700))
        self.hire_from(begin, length, "100003")

    def depart_on(self, day: date) -> None:
        body = NewDeparture(external_id=self.external_id, last_day=day)
        self.post(body, self.expected.depart(day))

    @rule(by=st.sampled_from([1, 30, 45]))
    def wait(self, by: int) -> None:
        self.kept = len(self.answers)
        self.expected.today += timedelta(days=by)
        self.office.calendar.day = self.expected.today

    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """What was accepted is answered the same for a day, whatever has happened since."""
        accepted = [each for each in self.answers[self.kept :] if each[2][0] == ACCEPTED]
        if accepted:
            key, body, before = data.draw(st.sampled_from(accepted))
            assert self.office.run(self.office.answer(key, body)) == before

    @invariant()
    def on_every_day_applies_what_was_posted_and_nothing_else(self) -> None:
        if not self.worker_id:
            return
        found = self.view()["employments"]
        assert [e["cancelled"] for e in found] == [p.cancelled for p in self.expected.periods]
        timelines = [employment["timeline"] for employment in found]
        for day in turning_points(timelines, self.expected):
            works = [schools_on(timeline, day) for timeline in timelines]
            schools = [period.school(day) for period in self.expected.periods]
            assert works == [[school] if school else [] for school in schools]
            assert sum(map(len, works)) < 2

    @invariant()
    def no_fact_is_removed_or_altered(self) -> None:
        now = self.office.run(self.office.facts(self.external_id))
        for name, rows in self.facts.items():
            assert rows.items() <= now[name].items(), name
        self.facts = now
        periods = len(self.expected.periods)
        assert {name: len(rows) for name, rows in now.items()} == {
            "employments": periods,
            "departures": self.expected.departures,
            "placements": periods + self.expected.changes,
        }


def turning_points(timelines: list[list[dict[str, Any]]], expected: Worker) -> set[date]:
    """The days on which anything begins or ends, and those beside them; between them is peace."""
    shown = [span[name] for t in timelines for span in t for name in ("valid_from", "valid_until")]
    turns = {date.fromisoformat(day) for day in shown if day}
    for period in expected.periods:
        turns |= {period.start, min(period.end, BEGIN + timedelta(days=3000)), *period.posted}
    return {day + timedelta(days=n) for day in turns for n in (-1, 0, 1)}


def schools_on(timeline: list[dict[str, Any]], day: date) -> list[str]:
    return [
        place["school_number"]
        for span in timeline
        if span["valid_from"] <= day.isoformat() <= (span["valid_until"] or "9999")
        for place in span["placements"]
    ]


def explore(machine: type[Employments], office: Office, examples: int, *phases: Phase) -> None:
    machine.office = office
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            phases=phases or tuple(Phase),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_fact_is_lost_and_what_applies_is_what_was_posted(office: Office) -> None:
    explore(Employments, office, 20)


class Forgetful(Employments):
    """A change removes those that were planned for later."""

    def plant(self, body: Any) -> None:
        if isinstance(body, NewChange):
            self.office.run(remove(self.office, placements.c.valid_from > body.valid_from))


class Final(Employments):
    """A departure cannot be moved."""

    def plant(self, body: Any) -> None:
        if isinstance(body, NewDeparture):
            first = update(employments).where(employments.c.last_day.is_not(None))
            self.office.run(write(self.office, first.values(last_day=date(2027, 2, 1))))


class Silent(Employments):
    """What is replaced for the same day is removed."""

    def plant(self, body: Any) -> None:
        self.office.run(remove(self.office, placements.c.superseded_at.is_not(None)))


async def write(office: Office, *statements: Any) -> None:
    async with office.database.transaction() as uow:
        for statement in statements:
            await uow.session.execute(statement)


async def remove(office: Office, those: ColumnElement[bool]) -> None:
    """Placements, with what was known of them."""
    ids = select(placements.c.id).where(those)
    versions = delete(placement_versions).where(placement_versions.c.placement_id.in_(ids))
    await write(office, versions, delete(placements).where(those))


@pytest.mark.parametrize("wrong", [Forgetful, Final, Silent])
def test_a_directory_that_loses_something_is_found_out(wrong: type[Employments]) -> None:
    with opened() as office, pytest.raises(AssertionError):
        explore(wrong, office, 200, Phase.generate)
