"""Fails where a person's request queries tenants' rows and names no tenant.

It is the first wall, and there in tests only; the second is PostgreSQL's row-level security.
"""

from typing import Any

from sqlalchemy import Column, Engine, Select, Table, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql import Delete, Update, visitors
from sqlalchemy.sql.elements import BinaryExpression

from shared.database.reach import tenant_in_reach

OF_MESSAGING = {"outbox", "parked", "audit"}


class TenantForgotten(AssertionError):
    """A statement would touch rows of any municipality."""


def forgets_tenant(statement: Any) -> set[str]:
    """The tables with tenants that it touches, if it compares none of their tenants."""
    if not isinstance(statement, Select | Update | Delete):
        return set()
    tables: set[str] = set()
    for each in visitors.iterate(statement):
        if isinstance(each, BinaryExpression) and _is_tenant(each.left, each.right):
            return set()
        if isinstance(each, Table) and "tenant" in each.c and each.name not in OF_MESSAGING:
            tables.add(each.name)
    return tables


def _is_tenant(*sides: Any) -> bool:
    """Whether one of them is a tenant, and the other is none."""
    named = [getattr(each, "key", "") == "tenant" and isinstance(each, Column) for each in sides]
    return any(named) and not all(named)


def refuse(statement: Any) -> None:
    if tenant_in_reach() and (forgotten := forgets_tenant(statement)):
        text = str(statement.compile(dialect=sqlite.dialect()))
        raise TenantForgotten(f"{sorted(forgotten)} without a tenant: {text}")


@event.listens_for(Session, "do_orm_execute")
def _in_a_session(state: ORMExecuteState) -> None:
    refuse(state.statement)


@event.listens_for(Engine, "before_execute")
def _beside_a_session(_: Any, statement: Any, *__: Any) -> None:
    """What a flush writes has been found by a statement that was looked at."""
    if isinstance(statement, Select):
        refuse(statement)
