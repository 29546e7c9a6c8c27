"""Whatever a job deletes leaves out who is held: in its statements, and where it chooses first."""

import ast
from collections.abc import Iterator
from importlib import import_module

import pytest
from sqlalchemy import Table

from deploy.services import NAMES, load
from shared.jobs import audit, parts
from shared.jobs.scheduler import Job
from shared.retention.rules import SHORTEST
from shared.retention.sparing import UNHELD
from shared.web.retention.words import OF_JOBS
from tests.architecture.calling import Function, calls, functions, reached_from

DESPITE_HOLDS = {
    "tell_covers",
    "find_duplicates",
    "tidy_sandboxes",
    "tend_legal_holds",
    "end_quotas",
    "lapse_offers",
}
"""Jobs that ask no hold; the reason stands at each."""
UNCHOSEN = {
    "forget_code_requests": "codes to sign in with, which no hold keeps",
    "end_old_sessions": "sessions, which no hold keeps",
    "directory.forget_notices": "mails about a sign-in, which no hold keeps",
}
"""Jobs that announce the end of rows without a question to holds, and why."""


def jobs() -> Iterator[tuple[str, Job]]:
    """Every job of every service, with the name of the service."""
    for name in NAMES:
        yield from ((name, each) for each in load(name).jobs.all)
    yield from (("shared", each) for each in (*audit.jobs.all, *parts.jobs.all))


def starts() -> list[Function]:
    """The functions of jobs that stand in services."""
    return sorted(
        (module, name)
        for module, name in functions()
        if module.endswith(".jobs") and name in {each.name for _, each in jobs()}
    )


def test_jobs_that_ask_no_hold_are_named_and_say_why() -> None:
    found = {each.name for _, each in jobs() if each.despite_holds}
    assert found == DESPITE_HOLDS


def _ends_more_than_rows(function: Function) -> bool:
    """Whether it announces that something is gone, or deletes objects."""
    return any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr in ("erase", "delete")
        and ast.unparse(call.func.value).startswith("uow")
        for call in calls(function)
    )


@pytest.mark.parametrize("start", starts(), ids=".".join)
def test_a_job_that_ends_more_than_rows_asks_for_what_is_not_held(start: Function) -> None:
    module, name = start
    reached = reached_from(start)
    if name in DESPITE_HOLDS or not any(map(_ends_more_than_rows, reached)):
        return
    if name in UNCHOSEN or f"{module.split('.')[1]}.{name}" in UNCHOSEN:
        return
    names = {ast.unparse(call.func) for each in reached for call in calls(each)}
    assert "unheld" in names


def test_the_jobs_that_delete_are_found() -> None:
    """Else the rule above would be silent where it does not see them."""
    deleting = [
        start
        for start in starts()
        if any(
            isinstance(call.func, ast.Name) and call.func.id == "delete"
            for each in reached_from(start)
            for call in calls(each)
        )
    ]
    assert len(deleting) > 25


def _deleted(function: Function) -> Iterator[str]:
    """The tables of which it deletes rows, where it names them."""
    module = import_module(function[0])
    for call in calls(function):
        match call:
            case ast.Call(func=ast.Name(id="delete"), args=[ast.Name(id=name), *_]):
                found = getattr(module, name, None)
                table = getattr(found, "__table__", found)
                if isinstance(table, Table):
                    yield table.name


def test_whatever_a_job_deletes_is_called_by_a_word() -> None:
    deleted = {
        table
        for start in starts()
        if start[1] not in DESPITE_HOLDS
        for each in reached_from(start)
        for table in _deleted(each)
    }
    assert deleted <= set(OF_JOBS)
    assert len(deleted) > 30


def test_only_what_is_gone_within_days_or_names_nobody_is_held_by_no_hold() -> None:
    longer = {
        each.key
        for each in UNHELD
        if (each.period.longest or each.period.lasts) >= SHORTEST
        or not (each.period.longest or each.period.lasts)
    }
    assert longer == {"seven-days", "deadline", "queued"}
    assert all(UNHELD.values())
