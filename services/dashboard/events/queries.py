"""Finds events again, in words."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    except_,
    false,
    func,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.dashboard.events.models import (
    OF_PROGRESS,
    PROGRESS,
    Organization,
    Seen,
    Template,
    organizations,
    seen,
    templates,
)
from services.dashboard.events.rules import describe
from services.dashboard.events.schemas import EventFilter
from services.dashboard.events.values import (
    LONGEST_STORY,
    DescribedEvent,
    Occurrence,
    Vocabulary,
)
from shared.contracts.directory import OrganizationKind
from shared.database.lists import in_list
from shared.messaging.event import EVERYONE

_TEMPLATES = (
    select(Template.template_id, Template.tenant, Template.tasks)
    .where(in_list(templates.c.tenant, "tenants"))
    .order_by(Template.tenant)
)
_COLUMNS = [getattr(Seen, each.name) for each in fields(Occurrence)]
"""Read as they are, without an object of the ORM for each row."""
MOST_EVENTS = 1_000_000
"""Counted at once; any limit keeps SQLite from going through all that ever were, type by type."""


async def last_position(session: AsyncSession, municipality: str = "") -> int:
    """The position of the newest event there, 0 if there is none."""
    found = await session.execute(_last_position(bool(municipality)), {"tenant": municipality})
    return found.scalar() or 0


@cache
def _last_position(within: bool) -> Select[Any]:
    return select(func.max(Seen.position)).where(*_within(within))


async def newest(
    session: AsyncSession, wanted: EventFilter, limit: int, before: int | None = None
) -> list[DescribedEvent]:
    """The newest events, or those just before a position; newest first."""
    statement = _wanted(wanted).order_by(Seen.position.desc()).limit(limit)
    if before is not None:
        statement = statement.where(Seen.position < before)
    return await _described(session, statement)


async def following(
    session: AsyncSession, wanted: EventFilter, after: int, limit: int, until: int | None = None
) -> list[DescribedEvent]:
    """The events after a position, oldest first."""
    statement = _wanted(wanted).where(Seen.position > after)
    if until is not None:
        statement = statement.where(Seen.position <= until)
    return await _described(session, statement.order_by(Seen.position).limit(limit))


async def story(session: AsyncSession, municipality: str, correlation_id: UUID) -> list[Occurrence]:
    """Every event of one story, in the order they were seen; at most ``LONGEST_STORY``."""
    wanted = {"story": correlation_id, "tenant": municipality}
    return [_occurrence(row) for row in await session.execute(_story(bool(municipality)), wanted)]


@cache
def _story(within: bool) -> Select[Any]:
    told = select(*_COLUMNS).where(Seen.correlation_id == bindparam("story"), *_aside(within))
    return told.order_by(Seen.position).limit(LONGEST_STORY)


async def of_keys(
    session: AsyncSession,
    municipality: str,
    keys: Collection[str],
    kinds: Collection[str],
    beside: UUID,
) -> list[Occurrence]:
    """The events of some types about some persons or things, without those of one story."""
    if not keys:
        return []
    wanted = {"keys": list(keys), "kinds": list(kinds), "beside": beside, "tenant": municipality}
    found = await session.execute(_of_keys(bool(municipality)), wanted)
    return [_occurrence(row) for row in found]


@cache
def _of_keys(within: bool) -> Select[Any]:
    about = in_list(seen.c.key, "keys"), in_list(seen.c.type, "kinds")
    others = Seen.correlation_id != bindparam("beside")
    return select(*_COLUMNS).where(*about, others, *_aside(within)).order_by(Seen.position)


async def beginnings(session: AsyncSession, municipality: str, limit: int) -> list[DescribedEvent]:
    """The newest events without a cause: each begins a story."""
    return await _described(session, _beginnings(bool(municipality), limit), tenant=municipality)


@cache
def _beginnings(within: bool, limit: int) -> Select[Any]:
    roots = select(*_COLUMNS).where(Seen.causation_id.is_(None), *_within(within))
    return roots.order_by(Seen.position.desc()).limit(limit)


async def sizes(
    session: AsyncSession, municipality: str, correlation_ids: Collection[UUID]
) -> dict[UUID, int]:
    """How many events each of some stories has."""
    wanted = {"ids": list(correlation_ids), "tenant": municipality}
    return dict(iter(await session.execute(_sizes(bool(municipality)), wanted)))


@cache
def _sizes(within: bool) -> Select[UUID, int]:
    of_stories = in_list(seen.c.correlation_id, "ids")
    counts = select(Seen.correlation_id, func.count()).where(of_stories, *_aside(within))
    return counts.group_by(Seen.correlation_id)


async def counts_since(
    session: AsyncSession, municipality: str, moment: datetime
) -> dict[str, int]:
    """How often each type of event has happened since a moment."""
    wanted = {"moment": moment, "tenant": municipality}
    return dict(iter(await session.execute(_counts_since(bool(municipality)), wanted)))


@cache
def _counts_since(within: bool) -> Select[str, int]:
    since, here = Seen.time >= bindparam("moment"), _within(within)
    if within:
        # A sum, or SQLite goes through all that were before to find the first.
        first = select(func.min(Seen.position + 0)).where(since)
        here.append(Seen.position >= first.scalar_subquery())
    those = select(Seen.type).where(since, *here).limit(MOST_EVENTS).subquery()
    return select(those.c.type, func.count()).group_by(those.c.type)


async def onboardings(session: AsyncSession, municipality: str) -> tuple[int, int]:
    """How many are being onboarded, and how many of these are able to work."""
    counted = _onboardings(bool(municipality))
    running, able_now = (await session.execute(counted, {"tenant": municipality})).one()
    return running, able_now


@cache
def _onboardings(within: bool) -> Select[int, int]:
    """What is in order in the index is compared as it is read: nothing is looked up or sorted."""
    begun, ready, closed = PROGRESS

    def without_end(kind: str) -> ScalarSelect[int]:
        place = select(Seen.tenant, Seen.key)
        of = [place.where(_is(each), *_within(within)) for each in (kind, closed)]
        open_now = except_(*of).order_by("tenant", "key").subquery()
        return select(func.count()).select_from(open_now).scalar_subquery()

    return select(without_end(begun), without_end(ready))


def _is(kind: str) -> ColumnElement[bool]:
    """As the index of progress is entered."""
    return and_(Seen.type == kind, OF_PROGRESS)


async def organization_names(
    session: AsyncSession, municipality: str, ids: Collection[UUID]
) -> dict[UUID, str]:
    """What some organizations are called; those we have no copy of are missing."""
    wanted = {"ids": list(ids), "tenants": [municipality, EVERYONE]}
    return dict(iter(await session.execute(_names(bool(municipality)), wanted)))


@cache
def _names(within: bool) -> Select[UUID, str]:
    every = select(Organization.organization_id, Organization.name)
    those = in_list(organizations.c.organization_id, "ids")
    return every.where(those, _visible(organizations.c.tenant, within))


async def municipalities(session: AsyncSession, keys: Collection[str]) -> list[tuple[str, str]]:
    """Key and name of each, by name; the key where we have no copy of it."""
    query = select(Organization.tenant, Organization.name).where(
        Organization.kind == OrganizationKind.MUNICIPALITY, Organization.tenant.in_(keys)
    )
    names = dict(iter(await session.execute(query)))
    return sorted(((key, names.get(key, key)) for key in keys), key=lambda each: each[1])


async def _described(
    session: AsyncSession, statement: Select[Any], **values: Any
) -> list[DescribedEvent]:
    events = [_occurrence(row) for row in await session.execute(statement, values)]
    return in_words(events, await vocabulary_for(session, events))


def in_words(events: Iterable[Occurrence], vocabulary: Vocabulary) -> list[DescribedEvent]:
    """The events with what they mean, in the same order."""
    return [describe(event, vocabulary) for event in events]


async def vocabulary_for(session: AsyncSession, events: Iterable[Occurrence]) -> Vocabulary:
    """What is needed to put these into words, and others of the same municipalities."""
    tenants = {event.tenant for event in events}
    titles: dict[tuple[str, str], str] = {}
    of_templates: dict[UUID, dict[str, str]] = {}
    if tenants:
        wanted = {"tenants": [*tenants, EVERYONE]}
        for template_id, owner, tasks in await session.execute(_TEMPLATES, wanted):
            named = {task["code"]: task["title"] for task in tasks}
            of_templates[template_id] = named
            for tenant in tenants if owner == EVERYONE else {owner}:
                titles.update({(tenant, code): title for code, title in named.items()})
    return Vocabulary(titles, of_templates)


def _visible(tenant: ColumnElement[str], within: bool) -> ColumnElement[bool]:
    """What is the given ``tenants``', of which one is everyone; or all."""
    return in_list(tenant, "tenants") if within else true()


def _wanted(wanted: EventFilter) -> Select[Any]:
    return select(*_COLUMNS).where(*_conditions(wanted))


def _within(one: bool) -> list[ColumnElement[bool]]:
    """Of one municipality, which is given when it is executed, or of any."""
    return [Seen.tenant == bindparam("tenant")] if one else []


def _aside(one: bool) -> list[ColumnElement[bool]]:
    """The same, judged row by row: SQLite would go through all events of the municipality."""
    return [func.coalesce(each, false()) for each in _within(one)]


def _conditions(wanted: EventFilter) -> list[ColumnElement[bool]]:
    asked: Mapping[str, Any] = {
        "source": wanted.service,
        "type": wanted.type,
        "tenant": wanted.municipality,
        "correlation_id": wanted.correlation,
    }
    return [getattr(Seen, name) == value for name, value in asked.items() if value]


def _occurrence(row: Row[Any]) -> Occurrence:
    values = list(row)
    with suppress(ValueError):
        values[-1] = orjson.loads(values[-1])
    return Occurrence(*values)
