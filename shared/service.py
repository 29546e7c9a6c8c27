"""A service as one value: everything the runtime needs to know about it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import APIRouter
from sqlalchemy import MetaData
from starlette.responses import Response

from shared.context import Context
from shared.erasing.answering import Forget
from shared.jobs.scheduler import Jobs
from shared.messaging.router import EventRouter
from shared.messaging.unit_of_work import UnitOfWork
from shared.retention.deeds import Deed
from shared.signing.purposes import Purpose
from shared.web.conflicts import Conflict, Unreachable
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

Worker = Callable[[Context], Awaitable[None]]
"""Runs beside the service until cancelled, for work that leaves the system."""

Preparation = Callable[[UnitOfWork], Awaitable[None]]
"""Brings reference data up to date at every start; doing it twice changes nothing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Service:
    """``title`` is German, for people; ``folder`` holds migrations and templates."""

    name: str
    title: str
    folder: Path
    tables: MetaData
    api: Sequence[APIRouter] = ()
    """For programs, served below ``/api/v1``."""
    standards: Sequence[APIRouter] = ()
    """For programs, at addresses that standards name: ``/oauth/...`` and ``/.well-known/...``."""
    pages: Sequence[PageRouter] = ()
    """For people, and for the holders of signed links at ``/l/...``."""
    handlers: EventRouter = field(default_factory=EventRouter)
    jobs: Jobs = field(default_factory=Jobs)
    retention: Sequence[Deed] = ()
    """What it does itself with rows whose period is over."""
    workers: Sequence[Worker] = ()
    companions: Mapping[str, Worker] = field(default_factory=dict)
    """Workers that are a process of their own outside the embedded form, by what it is called."""
    preparations: Sequence[Preparation] = ()
    when_erased: Sequence[Forget] = ()
    """What is done of its own, where no handler answers erasures because it announces them."""
    rest_seconds: float = 0.0
    """After a small batch of messages: where nobody waits for the effect, fewer and larger ones."""
    relay_rest_seconds: float = 0.0
    """The same for what it announces."""
    signs: Sequence[Purpose] = ()
    """What it has private keys for; it publishes the public ones."""
    constraints: dict[str, Conflict | Unreachable] = field(default_factory=dict)
    """What a reader is told when one refuses what came in, or why none of that can happen."""
    large_bodies: dict[str, int] = field(default_factory=dict)
    """Paths (ends of) that take more than the usual body, in bytes."""
    problem_formats: Mapping[str, Callable[[Problem], Response]] = field(default_factory=dict)
    """How problems are written at addresses that a standard rules, by how these begin."""
    uncounted: Sequence[str] = ()
    """Templates of routes where people act anonymously: no metric says that somebody did."""
