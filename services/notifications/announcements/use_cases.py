"""Writes, publishes and ends announcements; owes them, reminds, and notes who has confirmed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.announcements import gateways, queries, rules
from services.notifications.announcements.forms import AnnouncementForm
from services.notifications.announcements.models import (
    Announcement,
    Edition,
    Group,
    Recipient,
    announcements,
    editions,
    recipients,
)
from services.notifications.announcements.values import (
    MAX_REMINDERS,
    OPEN_FOR,
    Addressed,
    State,
)
from services.notifications.mails.values import ANNOUNCEMENT_REMINDER
from services.notifications.merges.queries import has_survivors, ids_of
from services.notifications.messages.use_cases import tell
from shared.contracts.notifications import AnnouncedTo, AnnouncementPublished
from shared.database.lists import in_list
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.jobs.scheduler import bring_forward
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.retention.chosen import is_over
from shared.retention.sparing import unheld
from shared.web.neighbours import ServiceClient
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me

CHUNK = 2000
"""Recipients of one transaction, so that nothing else waits long for it."""
_NEWEST = (Edition.announcement_id == Announcement.id) & (Edition.number == Announcement.edition)
_OPEN = (Announcement.edition > 0) & Announcement.ended_at.is_(None)
_DUE = select(Announcement, Edition).join(Edition, _NEWEST).where(_OPEN).limit(1)
_ONCE = ~has_survivors(recipients, "announcement_id")
_UNOWED = (recipients.c.owed_edition < Announcement.edition) & _ONCE
_UNCONFIRMED = (recipients.c.confirmed_edition < Announcement.edition) & _ONCE


async def add(uow: UnitOfWork, me: Me, given: AnnouncementForm) -> Announcement:
    """A draft; raises ``Problem``."""
    row = Announcement(tenant=me.tenant, author_id=me.person_id)
    await _write(uow, row, given)
    uow.session.add(row)
    await uow.session.flush()
    return row


async def change(
    uow: UnitOfWork, me: Me, announcement_id: UUID, given: AnnouncementForm
) -> Announcement:
    """Store it; what is published stays as it is until another edition is.

    Raises ``Problem``, or ``Overtaken`` if somebody was faster.
    """
    row = await queries.one(uow.session, me.tenant, announcement_id)
    _refuse_ended(row)
    fixed = [name for name in ("to", "to_confirm") if getattr(given, name) != getattr(row, name)]
    if row.edition and fixed:
        errors = [FieldError(fixed[0], "cannot be changed after publication")]
        raise Problem(409, "audience-fixed", "It has been published", errors=errors)
    row.update(given)
    await _write(uow, row, given)
    await uow.session.flush()
    return row


async def reached(
    session: AsyncSession, client: ServiceClient, announcement: Announcement, now: datetime
) -> frozenset[UUID]:
    """Whom it would reach now, without who publishes it; raises ``NoAnswer``."""
    if announcement.group_id is None:
        return await queries.acting(session, announcement, now)
    found = await gateways.members(client, announcement.tenant, announcement.group_id)
    return frozenset(found) - {announcement.author_id}


async def publish(
    uow: UnitOfWork, me: Me, announcement_id: UUID, seen: int, people: Collection[UUID]
) -> int:
    """Freeze who gets it, and let it or its changed text go out; raises ``Problem``."""
    row = await queries.one(uow.session, me.tenant, announcement_id)
    _refuse_ended(row)
    if row.version != seen:
        raise Problem(409, "announcement-changed", "It was changed after it was looked at")
    before = await queries.editions_of(uow.session, row)
    if not rules.is_new(row, next(iter(before), None)):
        raise Problem(409, "announcement-same", "This text is published already")
    if not row.edition:
        row.author_id, row.published_at = me.person_id, uow.now
        await _enlist(uow, row, [each for each in people if each != me.person_id])
    reached, _ = (await queries.counts(uow.session, row.tenant, [row.id])).get(row.id, (0, 0))
    if not reached:
        raise Problem(422, "announcement-for-nobody", "It would reach nobody")
    row.edition += 1
    await _store_edition(uow, row, me.cause, reached)
    await bring_forward(uow, "owe_announcements")
    return reached


async def take_in(uow: UnitOfWork, me: Me, announcement_id: UUID, people: Collection[UUID]) -> int:
    """Those of a group who have joined since; returns how many are new. Raises ``Problem``."""
    row = await queries.one(uow.session, me.tenant, announcement_id)
    _refuse_ended(row)
    if row.state is State.DRAFT:
        return 0
    new = set(people) - await queries.recipients_of(uow.session, row) - {row.author_id}
    await _enlist(uow, row, new)
    await bring_forward(uow, "owe_announcements")
    return len(new)


async def end(uow: UnitOfWork, me: Me, announcement_id: UUID) -> None:
    """What has not gone out yet stays here, and nobody is asked any more."""
    row = await queries.one(uow.session, me.tenant, announcement_id)
    if row.state is State.OPEN:
        row.ended_at = uow.now


async def remove(uow: UnitOfWork, me: Me, announcement_id: UUID) -> bool:
    """With everything that is known of who got it; False while it is open."""
    row = await queries.one(uow.session, me.tenant, announcement_id)
    if row.state is State.OPEN:
        return False
    await _remove(uow, row)
    return True


async def confirm(uow: UnitOfWork, told: Addressed, edition: int) -> None:
    """They have read and understood it; once, however often they say so. Raises ``Problem``."""
    if told.confirmed_at is not None or not told.to_confirm:
        return
    if told.has_ended:
        raise Problem(409, "announcement-ended", "It has ended")
    if edition != told.edition:
        raise Problem(409, "edition-replaced", "There is another text by now")
    noted = {"confirmed_edition": edition, "confirmed_at": uow.now, "remind_at": None}
    mine = recipients.c.person_id.in_(await ids_of(uow.session, told.person_id))
    this = (recipients.c.tenant == told.tenant, recipients.c.announcement_id == told.id)
    await uow.session.execute(update(recipients).where(*this, mine).values(**noted))


async def owe(uow: UnitOfWork) -> bool:
    """The newest edition to some of those who are not owed it yet; returns whether it found any.

    As many statements for thousands as for one.
    """
    batches = await _due(uow, _UNOWED)
    for batch in batches:
        tell(uow.bulk, batch.telling(rules.kind_of(batch.announcement)), batch.people)
        remind_at = rules.next_reminder(batch.announcement, uow.now)
        noted = {"owed_edition": batch.edition.number, "reminders": 0, "remind_at": remind_at}
        await _note(uow, batch, noted)
    return bool(batches)


async def remind(uow: UnitOfWork) -> bool:
    """Some of those who have not confirmed for so long; returns whether it found any."""
    batches = await _due(uow, (recipients.c.remind_at <= uow.now) & _UNCONFIRMED)
    for batch in batches:
        tell(uow.bulk, batch.telling(ANNOUNCEMENT_REMINDER, batch.reminders + 1), batch.people)
        last = batch.reminders + 1 >= MAX_REMINDERS
        again = None if last else rules.next_reminder(batch.announcement, uow.now)
        await _note(uow, batch, {"reminders": batch.reminders + 1, "remind_at": again})
    return bool(batches)


async def take_in_joiners(uow: UnitOfWork) -> None:
    """Who acts as one of those whom an open announcement is for; of a group the office asks."""
    wanted = select(Announcement).where(
        _OPEN, Announcement.takes_joiners, Announcement.group_id.is_(None)
    )
    for row in (await uow.session.scalars(wanted)).all():
        people = await queries.acting(uow.session, row, uow.now)
        new = people - await queries.recipients_of(uow.session, row)
        await _enlist(uow, row, new)
        if new:
            await bring_forward(uow, "owe_announcements")


async def end_old(uow: UnitOfWork) -> None:
    """Those that nobody has ended, and those that have ended long ago."""
    newest = select(Edition.announcement_id).where(Edition.published_at > uow.now - OPEN_FOR)
    table = announcements.c
    running = (table.edition > 0, table.ended_at.is_(None), table.id.not_in(newest))
    stale = update(announcements).where(*running)
    await uow.session.execute(stale.values(ended_at=uow.now))
    long_ago = await is_over(uow, Deletion.WITH_ANNOUNCEMENT, table.ended_at, table.tenant)
    free = await unheld(uow, announcements)
    for row in (await uow.session.scalars(select(Announcement).where(long_ago, free))).all():
        await _remove(uow, row)


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Who was erased was told nothing, and has written nothing."""
    mine = recipients.c.person_id.in_(person_ids)
    await uow.session.execute(delete(recipients).where(mine))
    theirs = update(announcements).where(announcements.c.author_id.in_(person_ids))
    await uow.session.execute(theirs.values(author_id=None))


def _refuse_ended(row: Announcement) -> None:
    if row.state is State.ENDED:
        raise Problem(409, "announcement-ended", "It has ended")


async def _write(uow: UnitOfWork, row: Announcement, given: AnnouncementForm) -> None:
    """Raises ``Problem`` for whom nobody can write to."""
    if given.to == AnnouncedTo.GROUP:
        raise rules.unknown_audience()
    try:
        row.to = given.to
    except ValueError:
        raise rules.unknown_audience() from None
    row.group_name = ""
    if row.group_id is not None:
        mine = select(Group.name).where(Group.tenant == row.tenant, Group.group_id == row.group_id)
        name = (await uow.session.execute(mine)).scalar()
        if name is None:
            raise rules.unknown_audience()
        row.group_name = name
    for name in ("subject", "text", "to_confirm", "takes_joiners", "remind_after"):
        setattr(row, name, getattr(given, name))


async def _enlist(uow: UnitOfWork, row: Announcement, people: Collection[UUID]) -> None:
    rows = [
        row_of(Recipient)(id=new_id(), tenant=row.tenant, announcement_id=row.id, person_id=each)
        for each in people
    ]
    await uow.session.flush()
    start = {"owed_edition": 0, "reminders": 0, "confirmed_edition": 0}
    await insert_rows(uow.session, recipients, rows, ignore_conflicts=True, **start)


async def _store_edition(uow: UnitOfWork, row: Announcement, cause: Cause, reached: int) -> None:
    published = AnnouncementPublished(
        announcement_id=row.id,
        edition=row.edition,
        audience=row.audience,
        recipients=reached,
        to_confirm=row.to_confirm,
        group_id=row.group_id,
    )
    edition = Edition(
        tenant=row.tenant,
        announcement_id=row.id,
        number=row.edition,
        subject=row.subject,
        text=row.text,
        published_at=uow.now,
        correlation_id=cause.correlation_id,
        causation_id=uow.announce(published, cause),
    )
    uow.session.add(edition)
    await uow.session.flush()


async def _due(uow: UnitOfWork, due: ColumnElement[bool]) -> list[rules.Batch]:
    """Some recipients of one announcement."""
    some = recipients.c.announcement_id == Announcement.id
    found = (await uow.session.execute(_DUE.where(exists().where(some, due)))).first()
    if found is None:
        return []
    announcement, edition = found
    rows = await uow.session.execute(
        select(recipients.c.id, recipients.c.person_id, recipients.c.reminders)
        .join(Announcement, some)
        .where(Announcement.id == announcement.id, due)
        .limit(CHUNK)
    )
    return rules.together(announcement, edition, rows)


async def _note(uow: UnitOfWork, batch: rules.Batch, noted: Mapping[str, Any]) -> None:
    these = update(recipients).where(in_list(recipients.c.id, "ids")).values(**noted)
    await uow.session.execute(these, {"ids": list(batch.people.values())})


async def _remove(uow: UnitOfWork, row: Announcement) -> None:
    for key in (recipients.c.announcement_id, editions.c.announcement_id, announcements.c.id):
        mine = (key.table.c.tenant == row.tenant, key == row.id)
        await uow.session.execute(delete(key.table).where(*mine))
