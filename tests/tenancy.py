"""Fails where a person's request queries tenants' rows and names no tenant.

It is the first wall, and there in tests only; the second is PostgreSQL's row-level security.
"""

from typing import Any

from sqlalchemy import Column, Engine, Select, Table, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql import Delete, Update, visitors
from sqlalchemy.sql.elements import BinaryExpression
from sqlalchemy.sql.functions import FunctionElement

from shared.database.reach import CROSSING, tenant_in_reach

OF_MESSAGING = {"outbox", "parked", "audit", "audit_seals", "audit_checks"}
WITHIN = {
    "carrier_id": "a carrier is one municipality's, and its clerk's is known from the role",
    "client_id": "random; whoever keeps it is judged by the row",
    "employment_id": "found under a tenant before",
    "onboarding_id": "found under a tenant before",
    "person_id": "one's own, or found under a tenant before",
    "school_number": "known once in the installation; whose it is, is judged afterwards",
}
"""Columns that stand for a tenant when they are compared."""
BY_ID = {
    "employments": "changed by the id that its carrier's row had",
    "onboardings": "of a task that was found before",
    "tasks": "what a link shows, or found before by whoever has it",
    "people": "whoever gets a role or an address, found before",
}
"""Tables whose rows may be reached by id alone, and why."""


class TenantForgotten(AssertionError):
    """A statement would touch rows of any municipality."""


def forgets_tenant(statement: Any) -> set[str]:
    """The tables with tenants that it touches, if it compares nothing that stands for a tenant."""
    if not isinstance(statement, Select | Update | Delete):
        return set()
    if CROSSING.items() <= statement.get_execution_options().items():
        return set()
    tables: set[str] = set()
    by_id = False
    for each in visitors.iterate(statement):
        if isinstance(each, Table) and "tenant" in each.c and each.name not in OF_MESSAGING:
            tables.add(each.name)
        compared = compared_in(each)
        if compared == ["tenant"] or (len(compared) == 1 and compared[0] in WITHIN):
            return set()
        by_id = by_id or compared == ["id"]
    return tables - BY_ID.keys() if by_id else tables


def compared_in(element: Any) -> list[str]:
    """The columns that a comparison names; two where rows are compared with each other."""
    parts: list[Any]
    if isinstance(element, BinaryExpression):
        parts = [element.left, element.right]
    elif isinstance(element, FunctionElement) and element.name == "in_list":
        parts = list(visitors.iterate(element))
    else:
        return []
    return [part.key for part in parts if isinstance(part, Column)]


def refuse(statement: Any) -> None:
    if tenant_in_reach() and (forgotten := forgets_tenant(statement)):
        text = str(statement.compile(dialect=sqlite.dialect()))
        raise TenantForgotten(f"{sorted(forgotten)} without a tenant: {text}")


_looked_at: list[Any] = [None]
"""The last, which comes once more from below its session."""


def _in_a_session(state: ORMExecuteState) -> None:
    refuse(state.statement)
    _looked_at[0] = state.statement


def _beside_a_session(_: Any, statement: Any, *__: Any) -> None:
    """What a flush writes has been found by a statement that was looked at."""
    if isinstance(statement, Select) and statement is not _looked_at[0]:
        refuse(statement)


_WATCHED: tuple[tuple[Any, str, Any], ...] = (
    (Session, "do_orm_execute", _in_a_session),
    (Engine, "before_execute", _beside_a_session),
)


def watch() -> None:
    for where, when, what in _WATCHED:
        event.listen(where, when, what)


def look_away() -> None:
    """For what is timed: looking at a statement takes as long as executing it."""
    for where, when, what in _WATCHED:
        event.remove(where, when, what)


watch()
