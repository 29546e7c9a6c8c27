"""How a service answers who asks, or is to be erased: one handler, made by one function."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

import structlog
from sqlalchemy import MetaData, text

from shared.contracts.directory import PersonRecord
from shared.contracts.privacy import (
    PrivacyKind,
    PrivacyRequested,
    PrivacySettled,
    ReceiptPart,
    RowsEnd,
)
from shared.erasing.collecting import collect
from shared.erasing.erase import Erasure, Part, erase_rows, renames
from shared.erasing.messages import erase_messages, records_about
from shared.erasing.packing import packed
from shared.erasing.parts import keep, keep_longer
from shared.erasing.rows import People, employments_of
from shared.messaging.event import Cause, Record
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.privacy.periods import End

log = structlog.get_logger()

NEW = timedelta(days=2)
"""What is older was answered before: a restored backup is brought up to date, nobody is told."""
_WAIT_FOR_BATCHES = text("LOCK TABLE inbox IN SHARE ROW EXCLUSIVE MODE")
"""Whoever handles messages writes there, and holds it until the end."""

Forget = Callable[[UnitOfWork, Erasure], Awaitable[Sequence[Part]]]
"""What a capability does of its own, before the rows go: a seat becomes free, a file is removed."""


def answer_privacy(
    tables: MetaData,
    receipt: type[Record],
    before: Sequence[Forget] = (),
    *,
    hears_names: bool = True,
    of_others: Collection[type[Record]] = (),
) -> EventRouter:
    """The handler of a service that announces ``receipt``; none may hear names only for this.

    Records ``of_others`` are never of somebody whom the directory names, and stay untouched then:
    where copies of both lie in one table, theirs would go before its service is asked.
    """
    handlers = EventRouter()
    service = receipt.owner()

    @handlers.on(PrivacyRequested)
    async def answer_privacy_request(
        events: Sequence[Received[PrivacyRequested]], uow: UnitOfWork
    ) -> None:
        for event in events:
            if event.body.kind is PrivacyKind.ERASURE:
                people = people_of(event.body)
                asked, cause = event.body.request_id, event.cause
                new = asked if uow.now - event.message.time < NEW else None
                spared = () if event.body.outside else of_others
                parts = await erase_everything(
                    uow, service, tables, people, cause, before, spared, new
                )
                said = told(asked, service, parts, uow)
                uow.announce(receipt(**said), event.cause)
            if event.body.kind is PrivacyKind.ACCESS:
                given = await give_part(uow, service, tables, event.body, event.cause.tenant)
                uow.announce(receipt(**given), event.cause)

    _keep_whole_packages(handlers)
    if hears_names:
        _erase_what_comes_late(handlers, tables)
    return handlers


def _keep_whole_packages(handlers: EventRouter) -> None:
    @handlers.on(PrivacySettled)
    async def keep_whole_package(
        events: Sequence[Received[PrivacySettled]], uow: UnitOfWork
    ) -> None:
        given = [each.body.request_id for each in events if each.body.kind is PrivacyKind.ACCESS]
        await keep_longer(uow, given)


def _erase_what_comes_late(handlers: EventRouter, tables: MetaData) -> None:
    @handlers.on_erasure(PersonRecord)
    async def erase_what_came_late(uow: UnitOfWork, gone: set[UUID]) -> None:
        await erase_late(uow, tables, gone)


async def erase_late(uow: UnitOfWork, tables: MetaData, gone: Collection[UUID]) -> None:
    """Rows that others wrote while somebody was erased, and committed after it.

    It waits for every batch that is being handled, and those that begin later know of the erasure.
    """
    erased = tuple(sorted(await uow.turned_away(gone)))
    if not erased:
        return
    if uow.session.get_bind().dialect.name == "postgresql":
        await uow.session.execute(_WAIT_FOR_BATCHES)
    employments = await employments_of(uow.session, tables, People(erased))
    people = People(erased, tuple(sorted(employments)))
    parts = await erase_rows(uow.session, tables, people, renames(people))
    if parts:
        await uow.turn_away(employments)
        log.warning("erasure.late", gone=sum(each.rows for each in parts))
    uow.session.expire_all()


async def erase_everything(
    uow: UnitOfWork,
    service: str,
    tables: MetaData,
    people: People,
    cause: Cause,
    before: Sequence[Forget] = (),
    later: Collection[type[Record]] = (),
    request_id: UUID | None = None,
) -> list[Part]:
    """All of it in the transaction of ``uow``; doing it twice finds nothing the second time.

    Their states are erased with it, but for those that are erased ``later``.
    """
    erasure = Erasure(people, renames(people), cause, request_id)
    parts: list[Part] = []
    for forget in before:
        parts += await forget(uow, erasure)
    await uow.write()
    parts += await erase_rows(uow.session, tables, people, erasure.names)
    parts += await erase_messages(uow, tables, people, erasure.names)
    for record in (each for each in records_about(service) if each not in later):
        for person_id in people.persons:
            uow.erase(record, person_id, cause)
    await uow.turn_away(people.ids)
    uow.session.expire_all()
    return together(parts)


def together(parts: Iterable[Part]) -> list[Part]:
    """One for each table, what was done to it and why."""
    rows: Counter[tuple[str, End, Deletion]] = Counter()
    for each in parts:
        rows[each.table, each.end, each.deletion] += each.rows
    return [Part(*what[:2], count, what[2]) for what, count in rows.items() if count]


async def give_part(
    uow: UnitOfWork, service: str, tables: MetaData, asked: PrivacyRequested, tenant: str
) -> dict[str, Any]:
    """Collect and seal what is kept about them; returns what the receipt says."""
    where = tenant if asked.by_office else None
    found = await collect(uow.session, tables, people_of(asked), where)
    content = await asyncio.to_thread(packed, service, found, uow.now)
    await keep(uow, asked, tenant, content)
    said = told(asked.request_id, service, (), uow, PrivacyKind.ACCESS)
    said["parts"] = tuple(
        ReceiptPart(
            table=each.table, end=RowsEnd.GIVEN, rows=len(each.rows), deletion=each.deletion.key
        )
        for each in found.tables
    )
    return said


def told(
    request_id: UUID,
    service: str,
    parts: Sequence[Part],
    uow: UnitOfWork,
    kind: PrivacyKind = PrivacyKind.ERASURE,
) -> dict[str, Any]:
    """What a receipt says."""
    return {
        "receipt_id": uuid5(request_id, service),
        "request_id": request_id,
        "service": service,
        "kind": kind,
        "version": int(uow.now.timestamp() * 1000),
        "parts": tuple(
            ReceiptPart(
                table=each.table,
                end=RowsEnd[each.end.name],
                rows=each.rows,
                deletion=each.deletion.key,
            )
            for each in parts
        ),
    }


def people_of(asked: PrivacyRequested) -> People:
    """Whose rows a request means."""
    persons = dict.fromkeys((asked.person_id, *asked.person_ids))
    return People(tuple(persons), asked.employment_ids)
