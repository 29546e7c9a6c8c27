"""What was sent: about one person, of one mail, and what other servers have against us."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.dispatches.models import Dispatch
from services.notifications.dispatches.models import dispatches as table
from services.notifications.dispatches.values import Outcome, Sent, Went
from services.notifications.mails.values import every_kind, title_of
from shared.contracts.notifications import LetterKind
from shared.contracts.words import word
from shared.database.counts import later
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, Shown, paginate
from shared.database.reach import CROSSING, crossing
from shared.database.types import Moment

LATELY = timedelta(days=7)
MOST = 500
"""Mails to one address that are looked through."""
_COLUMNS = (
    Shown("kind", "Nachricht", lambda each: title_of(LetterKind(each.kind))),
    Shown("address", "An", attrgetter("address")),
    Shown("outcome", "Was daraus wurde", lambda each: word(Outcome, each.outcome)),
    Shown("reply", "Antwort des Mailservers", attrgetter("reply")),
    Shown("sent_at", "Wann", attrgetter("sent_at")),
)
_AGAINST_US = table.c.outcome == Outcome.POLICY.value
AGAINST_US = crossing(
    select(func.count()).where(_AGAINST_US, table.c.sent_at > later("lately", Moment()))
)
"""How often another server had something against us since ``lately``."""
_INTRODUCED = select(table.c.person_id, table.c.mail_id).where(
    in_list(table.c.person_id, "people"), table.c.introduces
)


async def introduced(
    session: AsyncSession, people: Collection[UUID]
) -> Mapping[UUID, Collection[UUID]]:
    """Those who were told lately that we write to them, by which mails."""
    found: dict[UUID, set[UUID]] = {}
    for row in await session.execute(_INTRODUCED, {"people": list(people)}):
        found.setdefault(row.person_id, set()).add(row.mail_id)
    return found


async def sent_to(
    session: AsyncSession, people: Collection[UUID], addresses: Collection[str]
) -> set[UUID]:
    """Those of these people to whom something went at one of the addresses, in small letters."""
    mine = (in_list(table.c.person_id, "people"), table.c.address.in_(addresses))
    query = crossing(select(table.c.person_id).where(*mine).distinct())
    return {*(await session.scalars(query, {"people": list(people)}))}


async def find(session: AsyncSession, sent_id: UUID) -> Sent | None:
    """What a report is about; None for what nobody remembers."""
    row = (await session.execute(select(table).where(table.c.mail_id == sent_id))).one_or_none()
    if row is None:
        return None
    messages = [UUID(each) for each in row.message_ids]
    return Sent(row.mail_id, row.tenant, row.address, Outcome(row.outcome), messages)


async def page_of(
    session: AsyncSession, tenant: str, person_id: UUID, wanted: KeysetRequest
) -> Page[Dispatch]:
    """What one municipality sent to somebody, the newest first, and nothing confidential."""
    hidden = [kind.value for kind, mail in every_kind().items() if mail.confidential]
    mine = select(Dispatch).where(
        Dispatch.tenant == tenant, Dispatch.person_id == person_id, Dispatch.kind.not_in(hidden)
    )
    newest_first = replace(wanted, sort=f"-{Dispatch.sent_at.key}")
    by = (Dispatch.sent_at, Dispatch.mail_id)
    return await paginate(session, mine, newest_first, by=by, columns=_COLUMNS)


async def one(session: AsyncSession, tenant: str, person_id: UUID, sent_id: UUID) -> Dispatch:
    """One mail; raises ``NoResultFound``."""
    mine = (Dispatch.tenant == tenant, Dispatch.person_id == person_id)
    return (await session.scalars(select(Dispatch).where(*mine, Dispatch.mail_id == sent_id))).one()


async def lost(
    session: AsyncSession, tenant: str, person_id: UUID, outcomes: Collection[Outcome]
) -> list[UUID]:
    """The messages of mails to somebody that became one of these."""
    mine = select(table.c.message_ids).where(
        table.c.tenant == tenant,
        table.c.person_id == person_id,
        table.c.outcome.in_([each.value for each in outcomes]),
    )
    return [UUID(key) for ids in await session.scalars(mine) for key in ids]


async def at(session: AsyncSession, tenant: str, address: str) -> list[UUID]:
    """The messages of the latest mails to an address in small letters."""
    mine = (table.c.tenant == tenant, table.c.address == address)
    query = select(table.c.message_ids).where(*mine).order_by(table.c.sent_at.desc())
    return [UUID(key) for ids in await session.scalars(query.limit(MOST)) for key in ids]


async def of_messages(
    session: AsyncSession, tenant: str, ids: Collection[UUID], settled: Collection[datetime]
) -> Mapping[UUID, Went]:
    """What became of these, which were noted at these moments, or went alone."""
    every = table.c.outcome.in_([each.value for each in Outcome])
    query = select(table).where(
        table.c.tenant == tenant,
        or_(in_list(table.c.mail_id, "ids"), and_(every, table.c.sent_at.in_(settled))),
    )
    found: dict[UUID, Went] = {}
    for row in await session.execute(query, {"ids": list(ids)}):
        went = Went(row.person_id, row.address, Outcome(row.outcome), row.reply)
        found.update(dict.fromkeys(map(UUID, row.message_ids), went))
    return found


async def against_us(session: AsyncSession, now: datetime) -> Sequence[tuple[str, int, datetime]]:
    """What other servers said lately that is about us: the reply, how often, the last time."""
    number, last = func.count(), func.max(table.c.sent_at)
    lately = (_AGAINST_US, table.c.sent_at > now - LATELY)
    rows = await session.execute(
        select(table.c.reply, number, last)
        .where(*lately)
        .group_by(table.c.reply)
        .order_by(number.desc())
        .execution_options(**CROSSING)
    )
    return [(reply, many, latest) for reply, many, latest in rows]
