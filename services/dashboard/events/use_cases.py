"""Writes down every event once, and finds events again."""

import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.dashboard.events.models import organizations, seen, templates
from services.dashboard.events.rules import (
    LANES,
    PHRASES,
    DescribedEvent,
    Vocabulary,
    lane_of,
    organizations_in,
    told,
)
from services.dashboard.events.schemas import EventFilter, EventView, Occurrence
from shared.contracts.trainings import OnboardingClosed, OnboardingReady, OnboardingStarted
from shared.messaging.event import EVERYONE
from shared.messaging.message import Message
from shared.messaging.unit_of_work import BulkUnitOfWork

__all__ = [
    "CHANNEL",
    "LANES",
    "PHRASES",
    "DescribedEvent",
    "EventFilter",
    "EventView",
    "Occurrence",
    "Vocabulary",
    "lane_of",
    "organizations_in",
]

CHANNEL = "events"
LONGEST_STORY = 2000


def record(uow: BulkUnitOfWork, messages: Sequence[Message]) -> None:
    """Write down what is new; positions grow in the order of commits, so readers miss nothing."""
    if not messages:
        return
    uow.append(seen, [_row(message) for message in messages], seen_at=uow.now)
    uow.notify(CHANNEL)


async def last_position(session: AsyncSession) -> int:
    """The position of the newest event, 0 if there is none."""
    return (await session.execute(select(func.max(seen.c.position)))).scalar() or 0


async def newest(
    session: AsyncSession, wanted: EventFilter, limit: int, before: int | None = None
) -> list[DescribedEvent]:
    """The newest events, or those just before a position; newest first."""
    statement = _wanted(wanted).order_by(seen.c.position.desc()).limit(limit)
    if before is not None:
        statement = statement.where(seen.c.position < before)
    return await _tell(session, statement)


async def following(
    session: AsyncSession, wanted: EventFilter, after: int, limit: int, until: int | None = None
) -> list[DescribedEvent]:
    """The events after a position, oldest first."""
    statement = _wanted(wanted).where(seen.c.position > after)
    if until is not None:
        statement = statement.where(seen.c.position <= until)
    return await _tell(session, statement.order_by(seen.c.position).limit(limit))


async def story(session: AsyncSession, correlation_id: UUID) -> list[DescribedEvent]:
    """Every event of one story, in the order they were seen; at most ``LONGEST_STORY``."""
    return await following(session, EventFilter(correlation=correlation_id), 0, LONGEST_STORY)


async def of_keys(
    session: AsyncSession, keys: Collection[str], *kinds: str
) -> list[DescribedEvent]:
    """The events of some types about some persons or things, in the order they were seen."""
    if not keys:
        return []
    found = select(seen).where(seen.c.key.in_(keys), seen.c.type.in_(kinds))
    return await _tell(session, found.order_by(seen.c.position))


async def beginnings(session: AsyncSession, municipality: str, limit: int) -> list[DescribedEvent]:
    """The newest events without a cause: each begins a story."""
    roots = _wanted(EventFilter(municipality=municipality)).where(seen.c.causation_id.is_(None))
    return await _tell(session, roots.order_by(seen.c.position.desc()).limit(limit))


async def sizes(session: AsyncSession, correlation_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many events each of some stories has."""
    counts = (
        select(seen.c.correlation_id, func.count())
        .where(seen.c.correlation_id.in_(correlation_ids))
        .group_by(seen.c.correlation_id)
    )
    return dict(iter(await session.execute(counts)))


async def counts_since(
    session: AsyncSession, municipality: str, moment: datetime
) -> dict[str, int]:
    """How often each type of event has happened since a moment."""
    wanted = and_(seen.c.time >= moment, *_conditions(EventFilter(municipality=municipality)))
    counts = select(seen.c.type, func.count()).where(wanted).group_by(seen.c.type)
    return dict(iter(await session.execute(counts)))


async def onboardings(session: AsyncSession, municipality: str) -> tuple[int, int]:
    """How many are being onboarded, and how many of these are able to work."""
    here = _conditions(EventFilter(municipality=municipality))
    closed, ready = seen.alias("closed"), seen.alias("ready")
    going_on = ~exists().where(
        closed.c.key == seen.c.key, closed.c.type == OnboardingClosed.type_name
    )
    is_ready = exists().where(ready.c.key == seen.c.key, ready.c.type == OnboardingReady.type_name)
    started = and_(seen.c.type == OnboardingStarted.type_name, going_on, *here)
    workers = select(func.count(seen.c.key.distinct())).where(started)
    running = (await session.execute(workers)).scalar_one()
    return running, (await session.execute(workers.where(is_ready))).scalar_one()


async def task_titles(session: AsyncSession, template_id: UUID) -> dict[str, str]:
    """What the tasks of one template are called, by code."""
    found = select(templates.c.tasks).where(templates.c.template_id == template_id)
    tasks = (await session.execute(found)).scalar() or []
    return {task["code"]: task["title"] for task in tasks}


async def organization_names(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """What some organizations are called; those we have no copy of are missing."""
    names = select(organizations.c.organization_id, organizations.c.name)
    found = await session.execute(names.where(organizations.c.organization_id.in_(ids)))
    return dict(iter(found))


async def _tell(session: AsyncSession, statement: Select[Any]) -> list[DescribedEvent]:
    events = [_occurrence(row) for row in await session.execute(statement)]
    vocabulary = await _vocabulary(session, {event.tenant for event in events})
    return [told(event, vocabulary) for event in events]


async def _vocabulary(session: AsyncSession, tenants: Collection[str]) -> Vocabulary:
    titles: dict[tuple[str, str], str] = {}
    if tenants:
        found = select(templates.c.tenant, templates.c.tasks)
        known = found.where(templates.c.tenant.in_({*tenants, EVERYONE}))
        for owner, tasks in await session.execute(known.order_by(templates.c.tenant)):
            for tenant in tenants if owner == EVERYONE else {owner}:
                titles.update({(tenant, task["code"]): task["title"] for task in tasks})
    return Vocabulary(titles)


def _wanted(wanted: EventFilter) -> Select[Any]:
    return select(seen).where(*_conditions(wanted))


def _conditions(wanted: EventFilter) -> list[ColumnElement[bool]]:
    asked: Mapping[str, Any] = {
        "source": wanted.service,
        "type": wanted.type,
        "tenant": wanted.municipality,
        "correlation_id": wanted.correlation,
    }
    return [seen.c[name] == value for name, value in asked.items() if value]


def _row(message: Message) -> dict[str, Any]:
    text_of_data = (message.data or b"null").decode("utf-8", "replace")
    return {
        "id": message.id,
        "type": message.type,
        "source": message.source,
        "topic": message.topic,
        "key": message.key,
        "tenant": message.tenant,
        "correlation_id": message.correlation_id,
        "causation_id": message.causation_id,
        "time": message.time,
        "data": text_of_data.replace("\0", "\ufffd"),
    }


def _occurrence(row: Row[Any]) -> Occurrence:
    values = dict(row._mapping)
    with suppress(ValueError):
        values["data"] = json.loads(values["data"])
    return Occurrence(**values)
