"""Which tasks an onboarding has, and on which working day they are due."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.trainings.onboarding.rules import PlannedTask, due_date, plan
from services.trainings.templates.rules import DEFAULT_TASKS
from services.trainings.templates.values import applicable
from shared.contracts.directory import PlacementFact, Role, SchoolType
from shared.messaging.event import EVERYONE
from shared.working_days import is_working_day

CARRIER = uuid4()
STARTS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


def placed(*kinds: SchoolType) -> list[PlacementFact]:
    return [
        PlacementFact(
            placement_id=uuid4(),
            school_id=uuid4(),
            school_number=f"10000{number}",
            school_type=kind,
            weekly_hours=Decimal(10 + number),
        )
        for number, kind in enumerate(kinds)
    ]


def planned(*kinds: SchoolType, until: date | None = None) -> list[PlannedTask]:
    return plan(DEFAULT_TASKS, date(2027, 2, 1), CARRIER, placed(*kinds), until)


@given(STARTS, st.integers(-60, 365))
def test_a_task_is_due_on_a_working_day(start: date, days: int) -> None:
    assert is_working_day(due_date(start, days))


@given(STARTS, st.integers(-60, -1))
def test_what_must_be_there_at_the_start_is_never_due_later_than_said(
    start: date, days: int
) -> None:
    assert 0 <= (start - due_date(start, days)).days + days <= 10


@given(STARTS, st.integers(0, 365))
def test_what_comes_after_the_start_is_never_due_earlier_than_said(start: date, days: int) -> None:
    assert 0 <= (due_date(start, days) - start).days - days <= 10


def test_corpus_christi_and_all_saints_are_no_working_days_here() -> None:
    assert not is_working_day(date(2027, 5, 27))
    assert not is_working_day(date(2027, 11, 1))
    assert is_working_day(date(2027, 5, 28))


def test_a_new_year_start_is_greeted_on_the_next_working_day() -> None:
    assert due_date(date(2027, 1, 1), 0) == date(2027, 1, 4)


def test_only_primary_schools_have_the_kita_task() -> None:
    assert "kita" in {task.code for task in planned(SchoolType.PRIMARY)}
    assert "kita" not in {task.code for task in planned(SchoolType.GRAMMAR)}


def test_only_secondary_schools_have_the_careers_task() -> None:
    assert "kaoa" in {task.code for task in planned(SchoolType.COMPREHENSIVE)}
    assert "kaoa" not in {task.code for task in planned(SchoolType.PRIMARY)}


def test_somebody_at_both_has_both() -> None:
    codes = {task.code for task in planned(SchoolType.PRIMARY, SchoolType.GRAMMAR)}
    assert {"kita", "kaoa"} <= codes


def test_each_head_of_school_has_the_tasks_for_their_own_school() -> None:
    tasks = planned(SchoolType.PRIMARY, SchoolType.GRAMMAR)
    keys = [task.organization_id for task in tasks if task.code == "keys"]
    assert len(set(keys)) == 2


def test_everything_else_is_asked_for_once() -> None:
    tasks = planned(SchoolType.PRIMARY, SchoolType.GRAMMAR)
    others = [task.code for task in tasks if task.role is not Role.HEAD]
    assert len(others) == len(set(others))


@given(st.integers(-1, 200))
def test_of_a_fixed_term_exactly_what_is_due_by_its_last_day_is_planned(days: int) -> None:
    until = date(2027, 2, 1) + timedelta(days=days)
    of_all = planned(SchoolType.PRIMARY)
    of_term = [task.code for task in planned(SchoolType.PRIMARY, until=until)]
    assert of_term == [task.code for task in of_all if task.due_on <= until]


def test_the_default_template_has_every_task_of_the_field_once() -> None:
    codes = [task.code for task in DEFAULT_TASKS]
    assert len(codes) == len(set(codes)) == 37
    assert sum(task.mandatory for task in DEFAULT_TASKS) == 20


@dataclass(frozen=True)
class Scope:
    tenant: str
    carrier_id: UUID | None
    school_type: str | None
    version: int


def chosen(*scopes: Scope) -> Scope:
    return applicable(scopes, "05978004", CARRIER, [SchoolType.PRIMARY])


def test_a_municipality_s_own_template_goes_before_everyone_s() -> None:
    own = Scope("05978004", None, None, 1)
    assert chosen(Scope(EVERYONE, CARRIER, "primary", 9), own) == own


def test_a_carrier_s_template_goes_before_a_school_type_s() -> None:
    mine = Scope("05978004", CARRIER, None, 1)
    assert chosen(Scope("05978004", None, "primary", 1), mine) == mine


def test_the_newest_version_is_taken() -> None:
    newest = Scope("05978004", None, None, 2)
    assert chosen(newest, Scope("05978004", None, None, 1)) == newest


def test_a_template_of_somebody_else_is_never_taken() -> None:
    default = Scope(EVERYONE, None, None, 1)
    others = [
        Scope("05978008", None, None, 9),
        Scope("05978004", uuid4(), None, 9),
        Scope("05978004", None, "grammar", 9),
    ]
    assert chosen(default, *others) == default
