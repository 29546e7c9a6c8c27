"""Writes a draft, lets it hold, goes back to an older edition or to the usual text."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.mails.values import Assignment, every_kind
from services.notifications.messages.queries import owed_of
from services.notifications.models import Message
from services.notifications.recipients.queries import addressed, read_directory
from services.notifications.recipients.values import candidate
from services.notifications.texts import queries, rules
from services.notifications.texts.forms import TextForm
from services.notifications.texts.models import (
    MailText,
    MailTextEdition,
    editions,
)
from services.notifications.texts.values import KEPT_EDITIONS, Wording
from services.notifications.values import Content, Edited, Notice
from services.notifications.writing.use_cases import Writer
from shared.context import Context
from shared.contracts.notifications import LetterKind
from shared.links import BlankLinks
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


def wording_of(kind: LetterKind) -> Wording:
    """What may be written of a kind; raises ``Problem`` where nothing may."""
    mail = every_kind().get(kind)
    if mail is None or mail.wording is None:
        raise Problem(404, "text-not-found", "There is no such text")
    return mail.wording


async def save(uow: UnitOfWork, me: Me, kind: LetterKind, given: TextForm) -> None:
    """Keep it as a draft; raises ``Problem`` for what cannot be filled in, and ``Overtaken``."""
    if errors := rules.faults(wording_of(kind), given.subject, given.text):
        raise Problem(422, "text-faulty", "It cannot be filled in", errors=errors)
    row = await queries.find(uow.session, me.tenant, kind)
    if row is None:
        row = MailText(tenant=me.tenant, kind=str(kind), subject=given.subject, text=given.text)
        uow.session.add(row)
    else:
        row.update(given)
    await uow.session.flush()


async def publish(uow: UnitOfWork, me: Me, kind: LetterKind, seen: int) -> None:
    """The draft holds from now on, also for what lies ready; raises ``Problem``."""
    row = await queries.find(uow.session, me.tenant, kind)
    if row is None or row.version != seen:
        raise Problem(409, "text-changed", "It was changed after it was looked at")
    if not rules.fits(wording_of(kind), row):
        raise Problem(409, "text-unfit", "It cannot be filled in any more")
    if not rules.is_new(wording_of(kind), row, await _newest(uow, row)):
        raise Problem(409, "text-same", "It holds already")
    await _publish(uow, me, row)


async def reset(uow: UnitOfWork, me: Me, kind: LetterKind) -> bool:
    """As everybody has it; the draft begins anew. False where it was so already."""
    usual = wording_of(kind).text
    row = await queries.find(uow.session, me.tenant, kind)
    if row is None:
        return False
    newest = await _newest(uow, row)
    row.subject, row.text = "", usual
    if newest is None or newest.is_usual:
        return False
    await _publish(uow, me, row, is_usual=True)
    return True


async def restore(uow: UnitOfWork, me: Me, kind: LetterKind, number: int) -> None:
    """An older edition holds again, as a new one, and is the draft; raises ``Problem``."""
    older = await queries.edition(uow.session, me.tenant, kind, number)
    if older.is_usual:
        await reset(uow, me, kind)
        return
    if not rules.fits(wording_of(kind), older):
        raise Problem(409, "text-unfit", "It cannot be filled in any more")
    row = await queries.find(uow.session, me.tenant, kind)
    assert row is not None  # it has an edition
    row.subject, row.text = older.subject, older.text
    if rules.is_new(wording_of(kind), row, await _newest(uow, row)):
        await _publish(uow, me, row)


async def preview(
    session: AsyncSession, here: Context, me: Me, message: Message, edited: Edited | None
) -> Content:
    """What became of a message if this text held, or the usual; its personal links open nothing.

    To whoever would get it now; to who looks where that is not known, or is a person of whom they
    may know nothing. Raises ``NotYet``.
    """
    [owed] = await owed_of(session, me.tenant, [message])
    if isinstance(owed, Notice):
        owed = replace(owed, person_id=me.person_id)
    directory = await read_directory(session, me.tenant, [owed])
    mine = await addressed(session, me.person_id, "")
    to = candidate(owed, directory)
    known = replace(
        directory,
        texts={owed.kind: edited} if edited else {},
        people={mine.person_id: mine, **directory.people},
    )
    links = BlankLinks(here.settings.base_url)
    writer = Writer(known, links, here.clock.now())
    return writer.write(Assignment([owed], to.person_id or me.person_id, to.stands_in)).content


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Who was erased has written nothing."""
    theirs = update(editions).where(editions.c.author_id.in_(person_ids))
    await uow.session.execute(theirs.values(author_id=None))


async def _newest(uow: UnitOfWork, row: MailText) -> MailTextEdition | None:
    key = (row.tenant, row.kind, row.edition)
    return await uow.session.get(MailTextEdition, key) if row.edition else None


async def _publish(uow: UnitOfWork, me: Me, row: MailText, *, is_usual: bool = False) -> None:
    row.edition += 1
    await uow.session.flush()
    uow.session.add(
        MailTextEdition(
            tenant=row.tenant,
            kind=row.kind,
            number=row.edition,
            is_usual=is_usual,
            subject=row.subject,
            text=row.text,
            published_at=uow.now,
            author_id=me.person_id,
        )
    )
    await uow.session.flush()
    old = editions.c.number <= row.edition - KEPT_EDITIONS
    mine = (editions.c.tenant == row.tenant, editions.c.kind == row.kind)
    await uow.session.execute(delete(editions).where(*mine, old))
