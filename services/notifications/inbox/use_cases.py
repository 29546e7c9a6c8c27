"""Notes what somebody has read, and writes what they are shown."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import structlog
from markupsafe import Markup
from sqlalchemy import Select, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.announcements.queries import with_news
from services.notifications.gatherings.queries import with_seats
from services.notifications.inbox import queries
from services.notifications.inbox.models import InboxItem
from services.notifications.inbox.models import inbox_items as table
from services.notifications.inbox.values import CHANNEL, KEPT, Desk, Entry, Opened
from services.notifications.mails.use_cases import (
    Render,
    headline,
    within_a_page,
)
from services.notifications.mails.values import Assignment, Topic, every_kind, title_of
from services.notifications.matters.queries import with_matters
from services.notifications.messages.queries import owed_of
from services.notifications.models import Message
from services.notifications.recipients.queries import addressed, read_directory
from services.notifications.recipients.values import candidate
from services.notifications.sending.use_cases import link_maker
from services.notifications.values import Content, Directory, Owed, Person
from services.notifications.writing.use_cases import Writer
from shared.context import Context
from shared.contracts.notifications import LetterKind
from shared.contracts.words import word
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.faults import describe
from shared.links import BlankLinks, LinkMaker
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger()


async def read(uow: UnitOfWork, desk: Desk, message: Message) -> None:
    """Once; a second time changes nothing."""
    if not await queries.marks(uow.session, desk, [message.id]):
        await _put(uow, desk, [(message.tenant, message.id)])


async def read_all(uow: UnitOfWork, desk: Desk, newest: Message, topic: Topic | None) -> int:
    """What was there when this one was the newest shown; returns how many were unread."""
    rows = (await uow.session.execute(queries.unread_until(desk, newest, topic))).all()
    await _put(uow, desk, [(row.tenant, row.id) for row in rows])
    return len(rows)


async def finish(uow: UnitOfWork, desk: Desk, message: Message, *, done: bool) -> None:
    """They are done with it, or after all not; it is read in either case."""
    await read(uow, desk, message)
    mine = (table.c.message_id == message.id, table.c.person_id.in_(desk.ids))
    before = table.c.done_at.is_(None) if done else table.c.done_at.is_not(None)
    change = update(table).where(*mine, before).values(done_at=uow.now if done else None)
    await uow.session.execute(change)


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """What erased people have read."""
    await uow.session.execute(delete(table).where(table.c.person_id.in_(person_ids)))


async def forget_of(uow: UnitOfWork, message_ids: Select[tuple[UUID]]) -> None:
    """Who has read messages that are forgotten."""
    await uow.session.execute(delete(table).where(table.c.message_id.in_(message_ids)))


async def forget_older(uow: UnitOfWork) -> None:
    """What nobody is shown any more."""
    await uow.session.execute(delete(table).where(table.c.read_at < uow.now - KEPT))


async def entries(
    session: AsyncSession, here: Context, desk: Desk, shown: Sequence[Message]
) -> list[Entry]:
    """As a list shows them, with links that open nothing; what cannot be written is its kind."""
    blank = BlankLinks(here.settings.base_url)
    written = await _written(session, desk, shown, headline, blank)
    marks = await queries.marks(session, desk, [each.id for each in shown])
    return [_entry(each, written, marks, desk) for each in shown]


async def open_one(session: AsyncSession, here: Context, desk: Desk, shown: Message) -> Opened:
    """The whole text, written as its mail is."""
    written = await _written(session, desk, [shown], within_a_page, here.single(link_maker))
    entry = _entry(shown, written, await queries.marks(session, desk, [shown.id]), desk)
    content = written[shown.id][0] if shown.id in written else Content("", "", "")
    return Opened(entry, Markup(content.html), content.reason)  # noqa: S704 (escaped by its template)


Written = Mapping[UUID, tuple[Content, Person | None]]
"""What is said of each message, and whose matter it is."""


async def _written(
    session: AsyncSession,
    desk: Desk,
    shown: Sequence[Message],
    render: Render,
    links: LinkMaker,
) -> Written:
    found: dict[UUID, tuple[Content, Person | None]] = {}
    me = await addressed(session, desk.person_id, "")
    for tenant in {each.tenant for each in shown}:
        mine = await owed_of(session, tenant, [each for each in shown if each.tenant == tenant])
        directory = await read_directory(session, tenant, mine)
        directory = await with_news(session, directory, mine)
        directory = await with_seats(session, directory, mine)
        directory = await with_matters(session, directory, mine)
        directory = replace(directory, people={**directory.people, me.person_id: me})
        writer = Writer(directory, links, desk.now, render)
        found |= _by_message(writer, directory, mine, me)
    return found


def _by_message(
    writer: Writer, directory: Directory, owed: Iterable[Owed], me: Person
) -> dict[UUID, tuple[Content, Person | None]]:
    found: dict[UUID, tuple[Content, Person | None]] = {}
    for each in owed:
        stands_in = candidate(each, directory).stands_in
        try:
            mail = writer.write(Assignment([each], me.person_id, stands_in))
        except Exception as fault:  # one that cannot be written hides none of the others
            log.info("inbox.cannot-be-written", message=str(each.id), reason=describe(fault))
            continue
        about = directory.people.get(mail.about)
        found[each.id] = (mail.content, None if mail.about == me.person_id else about)
    return found


def _entry(shown: Message, written: Written, marks: Mapping[UUID, bool], desk: Desk) -> Entry:
    kind = LetterKind(shown.kind)
    content, about = written.get(shown.id, (None, None))
    mail = every_kind().get(kind)
    return Entry(
        id=shown.id,
        subject=content.subject if content else title_of(kind),
        kind=title_of(kind),
        topic=word(Topic, mail.topic) if mail else "",
        about=about.name if about and about.person_id not in desk.ids else "",
        at=shown.created_at,
        read=shown.id in marks,
        done=marks.get(shown.id, False),
        link=content.links[0] if content and len(content.links) == 1 else "",
    )


async def _put(uow: UnitOfWork, desk: Desk, read_now: Sequence[tuple[str, UUID]]) -> None:
    rows = [
        row_of(InboxItem)(
            tenant=tenant,
            message_id=message_id,
            person_id=desk.person_id,
            read_at=uow.now,
            done_at=None,
        )
        for tenant, message_id in read_now
    ]
    await insert_rows(uow.session, table, rows, ignore_conflicts=True)
    uow.notify(CHANNEL, {tenant for tenant, _ in read_now})
