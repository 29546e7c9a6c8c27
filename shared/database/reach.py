"""Whose rows may be touched: one tenant's by a request of its people, else everybody's.

Consumers, jobs and workers are no requests, and cross tenants; so do operators and sign-ins.
The holders of links see one thing only, and programs what is their organization's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Executable

Means = TypeVar("Means", bound=Executable)

CROSSING = {"crosses_tenants": True}
"""Execution options of a statement that means rows of any tenant in every request."""


def crossing(statement: Means) -> Means:
    """The same, said to mean rows of any tenant."""
    return statement.execution_options(**CROSSING)


def crosses(statement: object) -> bool:
    """Whether it says that it means rows of any tenant."""
    return isinstance(statement, Executable) and (
        CROSSING.items() <= statement.get_execution_options().items()
    )


@dataclass
class _Reach:
    tenant: str = ""


_reach: ContextVar[_Reach | None] = ContextVar("reach", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """While inside, ``narrow`` may be called; at the beginning everybody's rows are in reach."""
    token = _reach.set(_Reach())
    try:
        yield
    finally:
        _reach.reset(token)


def narrow(tenant: str) -> None:
    """From now on this request touches the rows of one tenant only, or all if it is empty."""
    reach = _reach.get()
    if reach is not None:
        reach.tenant = tenant


def in_a_request() -> bool:
    """Rather than in a consumer, a job or a worker."""
    return _reach.get() is not None


def tenant_in_reach() -> str:
    """Empty for all."""
    reach = _reach.get()
    return reach.tenant if reach else ""
