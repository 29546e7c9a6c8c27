"""Which reminders are due, who holds a right, and what they would be told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.values import Check, Hold, Occasion, Verdict
from services.notifications.dispatches import queries as dispatches
from services.notifications.feedback_reminders.models import FeedbackReminder
from services.notifications.feedback_reminders.values import Due
from services.notifications.gatherings.queries import registered_for, with_seats
from services.notifications.gatherings.values import FEEDBACK
from services.notifications.hours.queries import judge_hours
from services.notifications.models import Message
from services.notifications.preferences.queries import judge_wishes
from services.notifications.recipients.queries import read_directory
from services.notifications.recipients.values import candidate
from services.notifications.rounds.queries import CHECKS, judge
from services.notifications.values import Candidate, Notice, NotYet, OwedMail
from services.notifications.writing.use_cases import Writer, assign
from shared.clock import local_date
from shared.database.reach import crossing
from shared.links import LinkMaker

_WAITS = FeedbackReminder.taken_at.is_(None)


async def due(session: AsyncSession, now: datetime) -> Sequence[Due]:
    """Those that nobody has taken."""
    query = select(FeedbackReminder).where(_WAITS, FeedbackReminder.due_at <= now)
    rows = await session.scalars(crossing(query.order_by(FeedbackReminder.due_at)))
    return [Due(each.tenant, each.gathering_id, each.closes_on) for each in rows]


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next one is due."""
    query = select(func.min(FeedbackReminder.due_at)).where(_WAITS)
    return (await session.execute(crossing(query))).scalar()


async def told(session: AsyncSession, due: Due) -> dict[UUID, tuple[UUID, UUID]]:
    """Registration and person of each right of which a mail told."""
    theirs = await registered_for(session, due.tenant, due.gathering_id)
    query = select(Message.payload, Message.subject_id, Message.person_id).where(
        Message.tenant == due.tenant, Message.kind == FEEDBACK, Message.subject_id.in_(theirs)
    )
    return {
        UUID(row.payload["right_id"]): (row.subject_id, row.person_id)
        for row in await session.execute(query)
        if row.subject_id is not None and row.person_id is not None
    }


async def mails(
    session: AsyncSession,
    links: LinkMaker,
    notices: Sequence[Notice],
    now: datetime,
    *,
    hours: bool = True,
) -> list[OwedMail]:
    """Those that may go out now, in the order of ``notices``; ``hours`` are people's own."""
    if not notices:
        return []
    directory = await read_directory(session, notices[0].tenant, notices)
    directory = await with_seats(session, directory, notices)
    occasion = Occasion(session, directory, now, local_date(now))
    checks = [_unkept(each) for each in CHECKS if hours or each.judge is not judge_hours]
    candidates = [candidate(each, directory) for each in notices]
    judged = await judge(occasion, candidates, checks)
    people = {each.person_id for each in judged.fine if each.person_id is not None}
    known = await dispatches.introduced(session, people)
    writer = Writer(directory, links, now, introduced=known)
    found = []
    for assignment in assign(judged.fine, sandbox=False):
        try:
            found.append(writer.write(assignment))
        except NotYet:
            continue
    return found


def _unkept(check: Check) -> Check:
    """As for what is kept; but what is stored nowhere cannot be gathered."""
    return Check(_judge_refusals, check.spares_critical) if check.judge is judge_wishes else check


async def _judge_refusals(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Nobody gets what they do not want; who has it gathered gets it now, or never would."""
    said = await judge_wishes(occasion, candidates)
    return {key: each for key, each in said.items() if not isinstance(each, Hold)}
