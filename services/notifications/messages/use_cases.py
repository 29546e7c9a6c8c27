"""Owes messages, and takes them back when they have become needless."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, delete, or_, select

from services.notifications import models
from services.notifications.acting.queries import acting_in
from services.notifications.deliveries import use_cases as deliveries
from services.notifications.deliveries.values import CHANNEL, Channel, State
from services.notifications.inbox import use_cases as inbox
from services.notifications.inbox.values import CHANNEL as SHOWN
from services.notifications.mails.values import every_kind
from services.notifications.messages.queries import underway
from services.notifications.messages.rules import Entry, by_onboarding, gathered, message_id
from services.notifications.messages.values import Draft, Telling, ToActing, ToPerson, ToRole
from services.notifications.models import messages as table
from services.notifications.undeliverable import use_cases as undeliverable
from shared.clock import local_date
from shared.contracts.notifications import LetterKind, LetterQueued
from shared.database.tables import RowOf, row_of
from shared.messaging.event import SANDBOX
from shared.messaging.router import Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.privacy.periods import OF_LETTERS
from shared.retention.sparing import unheld

log = structlog.get_logger()

KEPT = OF_LETTERS.lasts
"""Of any kind, once nothing is owed any more."""
BATCH = 1000


async def queue(uow: BulkUnitOfWork, owed: Sequence[tuple[Draft, Received[Any]]]) -> None:
    """Owe these by mail; nobody is owed one of a kind twice for the same fact.

    Letters cost no look-up; those of one onboarding form a group that is sent together, as do
    those of a gathered kind that come at once for the same role.
    """
    letters = [(draft, draft.to, event) for draft, event in owed if isinstance(draft.to, ToRole)]
    _write(uow, by_onboarding(letters, uow.now, _gathering()))
    notices = await _for_people(uow, owed)
    if notices:
        people = {to.person_id for _, to, _ in notices}
        single = {kind for kind, mail in every_kind().items() if mail.single}
        before = await underway(uow.reader, people, single)
        _write(uow, gathered(notices, before, uow.now, _gathering(), single))
    uow.notify(CHANNEL)
    uow.notify(SHOWN, {event.tenant for _, event in owed})


def tell(uow: BulkUnitOfWork, telling: Telling, people: Mapping[UUID, UUID]) -> None:
    """Owe it to each of these, with what it is about for them; in one statement for each table."""
    told = [
        (message_id(draft, ToPerson(person_id)), person_id, subject_id)
        for person_id, subject_id in people.items()
        for draft in [Draft(telling.kind, ToPerson(person_id), telling.fact)]
    ]
    rows = [_told(telling, *each) for each in told]
    uow.insert_missing(table, rows, created_at=uow.now)
    ways = [
        row_of(models.Delivery)(
            message_id=key,
            channel=Channel.MAIL,
            tenant=telling.cause.tenant,
            group_key=key,
            priority=every_kind()[telling.kind].priority,
            not_before=uow.now,
        )
        for key, *_ in told
    ]
    uow.insert_missing(models.deliveries, ways, state=State.QUEUED, attempts=0)
    uow.notify(CHANNEL)


async def withdraw(uow: UnitOfWork, worker_ids: Collection[UUID]) -> None:
    """Nothing more is sent about these workers; one that is just being sent keeps the truth."""
    await _withdraw(uow, table.c.worker_id.in_(worker_ids))


async def withdraw_employments(uow: UnitOfWork, employment_ids: Collection[UUID]) -> None:
    """Nothing more is sent about these employments."""
    await _withdraw(uow, table.c.employment_id.in_(employment_ids))


async def withdraw_onboardings(uow: UnitOfWork, onboarding_ids: Collection[UUID]) -> None:
    """Nothing more is sent about these onboardings."""
    await _withdraw(uow, table.c.onboarding_id.in_(onboarding_ids))


async def withdraw_subjects(uow: UnitOfWork, before: Mapping[UUID, datetime]) -> None:
    """Nothing more is sent of what happened to these things earlier than that."""
    older = (
        (table.c.subject_id == subject_id) & (table.c.happened_at < moment)
        for subject_id, moment in before.items()
    )
    await _withdraw(uow, table.c.subject_id.in_(before) & or_(*older))


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> int:
    """Who was erased is told nothing, and nobody remembers of what; returns of how much."""
    return await _forget(uow, table.c.person_id.in_(person_ids))


async def forget_older(uow: UnitOfWork) -> bool:
    """Those that are settled for as long as their kind is kept, or any; whether there are more."""
    for kind, mail in every_kind().items():
        if mail.kept is not None:
            old = table.c.id.in_(deliveries.settled_before(uow.now - mail.kept))
            await _forget(uow, (table.c.kind == kind.value) & old)
    await undeliverable.forget_older(uow, uow.now - KEPT)
    settled = table.c.id.in_(deliveries.settled_before(uow.now - KEPT))
    over = select(table.c.id).where(settled, await unheld(uow, table)).limit(BATCH)
    found = (await uow.session.scalars(over)).all()
    if found:
        await _forget(uow, table.c.id.in_(found))
    return len(found) == BATCH


async def _for_people(
    uow: BulkUnitOfWork, owed: Iterable[tuple[Draft, Received[Any]]]
) -> list[tuple[Draft, ToPerson, Received[Any]]]:
    """One for each person; those who act are asked once for each audience and municipality.

    Of what is only tried out nobody is told.
    """
    found: list[tuple[Draft, ToPerson, Received[Any]]] = []
    acting: dict[tuple[str, ToActing], Sequence[UUID]] = {}
    for draft, event in owed:
        if event.tenant == SANDBOX:
            continue
        if isinstance(draft.to, ToPerson):
            found.append((draft, draft.to, event))
        elif isinstance(draft.to, ToActing):
            audience = (event.tenant, draft.to)
            if audience not in acting:
                day, to = local_date(uow.now), draft.to
                acting[audience] = await acting_in(
                    uow.reader, event.tenant, day, to.roles, to.organization_id
                )
            if not acting[audience]:
                log.warning("notice.for-nobody", kind=draft.kind)
            found.extend((draft, ToPerson(each), event) for each in acting[audience])
    return found


@cache
def _gathering() -> Mapping[LetterKind, timedelta]:
    return {kind: mail.gathered for kind, mail in every_kind().items()}


def _write(uow: BulkUnitOfWork, entries: Sequence[Entry]) -> None:
    if not entries:
        return
    rows = [_message(each, _announce(uow, each)) for each in entries]
    uow.insert_missing(table, rows, created_at=uow.now)
    new = {"state": State.QUEUED, "attempts": 0}
    uow.insert_missing(models.deliveries, list(map(_delivery, entries)), **new)


def _announce(uow: BulkUnitOfWork, entry: Entry) -> UUID:
    """What goes to a role stands in the worker's story; returns what the message follows from."""
    draft, to = entry.draft, entry.to
    if isinstance(to, ToPerson):
        return entry.event.message.id
    queued = LetterQueued(
        letter_id=entry.id,
        worker_id=to.about.worker_id,
        kind=draft.kind,
        role=to.role,
        tasks=draft.tasks,
    )
    return uow.announce(queued, entry.event.cause)


def _message(entry: Entry, causation_id: UUID) -> RowOf[models.Message]:
    draft, to, event = entry.draft, entry.to, entry.event
    role = to if isinstance(to, ToRole) else None
    about = role.about if role else None
    return row_of(models.Message)(
        id=entry.id,
        tenant=event.tenant,
        kind=draft.kind,
        person_id=to.person_id if isinstance(to, ToPerson) else None,
        role=role.role if role else "",
        organization_id=role.organization_id if role else None,
        worker_id=about.worker_id if about else None,
        employment_id=about.employment_id if about else None,
        onboarding_id=about.onboarding_id if about else None,
        subject_id=draft.subject_id,
        payload=draft.payload,
        happened_at=event.message.time,
        expires_on=draft.expires_on,
        correlation_id=event.cause.correlation_id,
        causation_id=causation_id,
    )


def _told(telling: Telling, key: UUID, person_id: UUID, subject_id: UUID) -> RowOf[models.Message]:
    return row_of(models.Message)(
        id=key,
        tenant=telling.cause.tenant,
        kind=telling.kind,
        person_id=person_id,
        role="",
        organization_id=None,
        worker_id=None,
        employment_id=None,
        onboarding_id=None,
        subject_id=subject_id,
        payload=telling.payload,
        happened_at=telling.happened_at,
        expires_on=None,
        correlation_id=telling.cause.correlation_id,
        causation_id=telling.cause.causation_id or telling.fact,
    )


def _delivery(entry: Entry) -> RowOf[models.Delivery]:
    return row_of(models.Delivery)(
        message_id=entry.id,
        channel=Channel.MAIL,
        tenant=entry.event.tenant,
        group_key=entry.group_key,
        priority=every_kind()[entry.draft.kind].priority,
        not_before=entry.not_before,
    )


async def _withdraw(uow: UnitOfWork, about: ColumnElement[bool]) -> None:
    await deliveries.withdraw(uow, select(table.c.id).where(about))


async def _forget(uow: UnitOfWork, mine: ColumnElement[bool]) -> int:
    these = select(table.c.id).where(mine)
    await undeliverable.forget(uow, these)
    await inbox.forget_of(uow, these)
    await deliveries.forget(uow, these)
    return len((await uow.session.execute(delete(table).where(mine).returning(table.c.id))).all())
