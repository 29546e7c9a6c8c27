"""Decisions without a house around them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.deliveries.rules import LATEST, PATIENCE, look_again
from services.notifications.deliveries.values import delay_after
from services.notifications.mails.kinds import tasks as tasks_mail
from services.notifications.mails.kinds.tasks import tasks_by_reference
from services.notifications.mails.rules import (
    Start,
    due_text,
    full_date,
    joined,
    link_until,
    pulse_days,
    start_seen_from,
)
from shared.contracts.directory import Role
from shared.contracts.trainings import TaskFact
from shared.ids import new_id
from tests.notifications.town import task

PLACES = [None, *(new_id() for _ in range(3))]
DAYS = st.dates(date(2020, 1, 1), date(2120, 1, 1))
TASKS = st.lists(
    st.builds(
        task,
        st.sampled_from(["office", "keys", "computer"]),
        st.sampled_from(Role),
        st.sampled_from(PLACES),
        DAYS,
        st.booleans(),
    ),
    max_size=40,
)


@given(TASKS)
def test_every_task_is_in_one_letter_of_its_own_role(tasks: list[TaskFact]) -> None:
    letters = tasks_by_reference(tasks)

    assert sorted(each.task_id for mine in letters.values() for each in mine) == sorted(
        each.task_id for each in tasks
    )
    for (role, place), mine in letters.items():
        assert mine
        assert {each.role for each in mine} == {role}
        assert role is Role.WORKER or {each.organization_id for each in mine} == {place}


@given(TASKS)
def test_the_worker_gets_one_letter_whatever_the_places(tasks: list[TaskFact]) -> None:
    references = [role for role, _ in tasks_by_reference(tasks)]

    assert references.count(Role.WORKER) == int(any(each.role is Role.WORKER for each in tasks))


def test_failed_attempts_wait_longer_and_longer_up_to_an_hour() -> None:
    minutes = [delay_after(attempts).total_seconds() / 60 for attempts in (1, 2, 3, 9, 10, 5000)]

    assert minutes == [1, 2, 4, 60, 60, 60]


@given(st.timedeltas(timedelta(), timedelta(days=5)))
def test_a_missing_copy_is_looked_for_until_patience_is_over(age: timedelta) -> None:
    now = datetime(2027, 1, 4, tzinfo=UTC)

    again = look_again(now - age, now)

    assert (again is None) == (age >= PATIENCE)
    assert again is None or now < again <= now + LATEST


@given(DAYS, DAYS)
def test_a_task_link_lives_long_enough(due_on: date, today: date) -> None:
    until = link_until(due_on, today)

    assert until >= due_on + timedelta(days=60)
    assert until >= today + timedelta(days=30)


def test_days_are_written_out() -> None:
    monday = date(2027, 2, 1)

    assert full_date(monday) == "Montag, 1. Februar 2027"
    assert due_text(monday, monday) == "heute, Montag, 1. Februar 2027"
    assert due_text(monday, date(2027, 1, 4)) == "bis Montag, 1. Februar 2027"
    assert due_text(monday, date(2027, 2, 2)) == "sobald wie möglich"


def test_numbers_and_lists_are_german() -> None:
    new, known = Start.RECENT, Start.LONG_AGO
    six = "6 Aufgaben für Sie"
    assert (
        tasks_mail.subject(1, own=True, start=new, again=False)
        == "Ihre Einarbeitung: eine Aufgabe für Sie"
    )
    assert (
        tasks_mail.subject(6, own=False, start=new, again=False)
        == f"Einarbeitung einer neuen Fachkraft: {six}"
    )
    assert (
        tasks_mail.subject(6, own=False, start=known, again=False)
        == f"Einarbeitung einer Fachkraft: {six}"
    )
    assert (
        tasks_mail.subject(6, own=False, start=new, again=True)
        == f"Einarbeitung einer Fachkraft: {six}"
    )
    assert joined(["A"]) == "A"
    assert joined(["A", "B", "C"]) == "A, B und C"


def test_a_start_is_ahead_today_recent_or_long_ago() -> None:
    start = date(2027, 2, 1)
    seen = {days: start_seen_from(start + timedelta(days=days), start) for days in (-1, 0, 1, 30)}

    assert seen == {-1: Start.AHEAD, 0: Start.TODAY, 1: Start.RECENT, 30: Start.RECENT}
    assert start_seen_from(start + timedelta(days=31), start) is Start.LONG_AGO


def test_only_surveys_that_are_still_to_come_are_promised() -> None:
    start = date(2027, 2, 1)
    thirtieth, hundredth = start + timedelta(days=30), start + timedelta(days=100)
    day = timedelta(days=1)

    assert pulse_days(start, None, thirtieth) == [30, 100]
    assert pulse_days(start, None, thirtieth + day) == [100]
    assert pulse_days(start, None, hundredth + day) == []
    assert pulse_days(start, hundredth - day, start) == [30]
    assert pulse_days(start, thirtieth - day, start) == []
