"""Which mails are due that are stored nowhere, to whom, and which of them may go out now."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.values import Check, Hold, Hopeless, Judge, Occasion, Verdict
from services.notifications.dispatches import queries as dispatches
from services.notifications.gatherings.queries import registered_for, with_seats
from services.notifications.gatherings.values import FEEDBACK
from services.notifications.hours.queries import hours_of, judge_hours
from services.notifications.models import Message
from services.notifications.preferences.queries import judge_wishes
from services.notifications.recipients.queries import read_directory
from services.notifications.recipients.values import candidate
from services.notifications.rounds.queries import CHECKS, judge
from services.notifications.unkept import rules
from services.notifications.unkept.models import UnkeptMailing
from services.notifications.unkept.values import INVITATION, Due, Written
from services.notifications.values import Candidate, Notice, NotYet
from services.notifications.writing.use_cases import Writer, assign
from shared.clock import local_date
from shared.contracts.feedback import WaitingRights
from shared.contracts.notifications import LetterKind
from shared.contracts.surveys import SurveyLinks
from shared.database.reach import crossing
from shared.links import LinkMaker

KILLED_AFTER = timedelta(minutes=30)
"""Whoever took an invitation and has not said for so long that it goes on is not there."""


def free(now: datetime) -> ColumnElement[bool]:
    """What nobody has taken, or somebody who was killed."""
    row = UnkeptMailing
    killed = and_(row.kind == INVITATION.value, row.taken_at < now - KILLED_AFTER)
    return and_(row.sent.is_(None), or_(row.taken_at.is_(None), killed))


async def due(session: AsyncSession, now: datetime) -> Sequence[Due]:
    """In the order of their time."""
    query = select(UnkeptMailing).where(free(now), UnkeptMailing.due_at <= now)
    rows = await session.scalars(crossing(query.order_by(UnkeptMailing.due_at)))
    return [
        Due(
            each.tenant,
            LetterKind(each.kind),
            each.about_id,
            each.closes_on,
            each.began_at,
            each.written_until,
        )
        for each in rows
    ]


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next one is due."""
    waits = (UnkeptMailing.taken_at.is_(None), UnkeptMailing.sent.is_(None))
    query = select(func.min(UnkeptMailing.due_at)).where(*waits)
    return (await session.execute(crossing(query))).scalar()


async def opening(session: AsyncSession, tenant: str, now: datetime) -> datetime | None:
    """When a municipality's mails go out next; None if it is such an hour."""
    return (await hours_of(session, tenant, (), rules.USUAL)).town.opening(now)


async def notices(
    session: AsyncSession, due: Due, pulled: SurveyLinks | WaitingRights, now: datetime
) -> list[Notice]:
    """What is to be written, and was not before a process ended."""
    if isinstance(pulled, SurveyLinks):
        found = rules.of_links(due, pulled, now)
    else:
        found = rules.of_rights(due, pulled, await told(session, due), now)
    if due.written_until is None:
        return found
    people = {each.person_id for each in found}
    return rules.unwritten(due, found, await hours_of(session, due.tenant, people, rules.USUAL))


async def told(session: AsyncSession, due: Due) -> dict[UUID, tuple[UUID, UUID]]:
    """Registration and person of each right of which a mail told."""
    theirs = await registered_for(session, due.tenant, due.about_id)
    query = select(Message.payload, Message.subject_id, Message.person_id).where(
        Message.tenant == due.tenant, Message.kind == FEEDBACK, Message.subject_id.in_(theirs)
    )
    return {
        UUID(row.payload["right_id"]): (row.subject_id, row.person_id)
        for row in await session.execute(query)
        if row.subject_id is not None and row.person_id is not None
    }


async def written(
    session: AsyncSession, links: LinkMaker, notices: Sequence[Notice], now: datetime
) -> Written:
    """By the same checks as what is stored, in the order of ``notices``."""
    directory = await read_directory(session, notices[0].tenant, notices)
    directory = await with_seats(session, directory, notices)
    occasion = Occasion(session, directory, now, local_date(now))
    judged = await judge(occasion, [candidate(each, directory) for each in notices], _CHECKS)
    people = {each.person_id for each in judged.fine if each.person_id is not None}
    known = await dispatches.introduced(session, people)
    writer = Writer(directory, links, now, introduced=known)
    mails = []
    for assignment in assign(judged.fine, sandbox=False):
        try:
            mails.append(writer.write(assignment))
        except NotYet:
            continue
    held = {each.owed.id: said.until for each, said in judged.said if isinstance(said, Hold)}
    lost = {each.owed.id for each, said in judged.said if isinstance(said, Hopeless)}
    out = {each.id for mail in mails for each in mail.owed}
    unwritable = {each.owed.id for each in judged.fine} - out
    known_fates = out | lost | unwritable | held.keys()
    needless = {each.id for each in notices} - known_fates
    return Written(mails, held, frozenset(lost | unwritable), frozenset(needless))


async def _judge_refusals(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Nobody gets what they do not want; who has it gathered gets it now, or never would."""
    said = await judge_wishes(occasion, candidates)
    return {key: each for key, each in said.items() if not isinstance(each, Hold)}


async def _judge_hours(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """At nobody's night, even where a municipality has set no hours."""
    return await judge_hours(occasion, candidates, rules.USUAL)


_INSTEAD: Mapping[Judge, Judge] = {judge_wishes: _judge_refusals, judge_hours: _judge_hours}
_CHECKS = [Check(_INSTEAD.get(each.judge, each.judge), each.spares_critical) for each in CHECKS]
