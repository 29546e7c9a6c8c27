"""What anybody may know of an urn, and what the process that opens it has to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import SystemRandom
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.urns.models import Slip, Urn, UrnInvitation, UrnToken, urns
from services.surveys.urns.rules import token_hash
from services.surveys.urns.values import (
    FINAL,
    Broken,
    Contents,
    Outcome,
    Seals,
    TendedUrn,
    UrnState,
    UrnSummary,
    Visit,
)
from shared.database.lists import in_list

_MIXED = SystemRandom()


async def visit(session: AsyncSession, seals: Seals, token: str, now: datetime) -> Visit | None:
    """What a link leads to; it changes nothing, because mail scanners follow links, too."""
    find = (
        select(UrnInvitation)
        .join(UrnToken, UrnToken.invitation_id == UrnInvitation.id)
        .where(UrnToken.hash == token_hash(token))
    )
    invitation = (await session.execute(find)).scalar_one_or_none()
    if invitation is None:
        return None
    open_urn = (Urn.survey_id == invitation.survey_id, Urn.state == UrnState.OPEN)
    urn = (await session.execute(select(Urn).where(*open_urn))).scalar_one_or_none()
    state = None
    if invitation.done or invitation.person_box is None:
        state = Outcome.ALREADY
    elif urn is None or (not urn.rolling and now >= urn.closes_at):
        state = Outcome.CLOSED
    closes_at = urn.closes_at if urn and not urn.rolling else None
    if state or invitation.person_box is None:
        return Visit(state, invitation.survey_id, closes_at, {})
    _, groups = seals.open_box(invitation.survey_id, invitation.person_box)
    return Visit(None, invitation.survey_id, closes_at, groups)


async def urns_of(session: AsyncSession, tenant: str, survey_id: UUID) -> list[UrnSummary]:
    """Those of one survey, the oldest first; how many answered is only known once opened."""
    find = select(Urn).where(Urn.tenant == tenant, Urn.survey_id == survey_id)
    found = (await session.execute(find.order_by(Urn.begun_at, Urn.id))).scalars()
    return [
        UrnSummary(
            id=urn.id,
            state=UrnState(urn.state),
            closes_at=urn.closes_at,
            progress=urn.progress,
            invited=None if urn.rolling else urn.invited,
            answered=urn.answered,
        )
        for urn in found
    ]


async def answered_of(
    session: AsyncSession, tenant: str, survey_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[int]]:
    """How many sheets lay in each opened urn of each survey that has any, the oldest first."""
    find = select(Urn.survey_id, Urn.answered).where(
        Urn.tenant == tenant, Urn.survey_id.in_(survey_ids), Urn.state == UrnState.OPENED
    )
    found: defaultdict[UUID, list[int]] = defaultdict(list)
    for survey_id, answered in await session.execute(find.order_by(Urn.begun_at, Urn.id)):
        found[survey_id].append(answered or 0)
    return found


async def states_of(
    session: AsyncSession, tenant: str, survey_ids: Sequence[UUID]
) -> dict[UUID, UrnState]:
    """Of surveys that have one urn each."""
    theirs = (Urn.tenant == tenant, in_list(urns.c.survey_id, "surveys"))
    query = select(Urn.survey_id, Urn.state).where(*theirs)
    rows = await session.execute(query, {"surveys": list(survey_ids)})
    return {row.survey_id: UrnState(row.state) for row in rows}


def is_opened(survey_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether a survey's urn was opened, as a condition of a statement about surveys."""
    return exists().where(Urn.survey_id == survey_id, Urn.state == UrnState.OPENED)


def is_stopped(survey_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether somebody has to look at it, likewise."""
    return exists().where(Urn.survey_id == survey_id, Urn.state == UrnState.STOPPED)


async def waiting(session: AsyncSession, seals: Seals, survey_id: UUID) -> list[UUID]:
    """Who has not answered an open urn, in a random order, for whoever reminds them; once."""
    open_urn = select(Urn.id).where(Urn.survey_id == survey_id, Urn.state == UrnState.OPEN)
    mine = (UrnInvitation.survey_id == survey_id, UrnInvitation.done.is_(False), open_urn.exists())
    boxes = (await session.scalars(select(UrnInvitation.person_box).where(*mine))).all()
    found = [seals.open_box(survey_id, each)[0] for each in boxes if each is not None]
    _MIXED.shuffle(found)
    return found


async def to_tend(session: AsyncSession) -> list[TendedUrn]:
    """What waits for a key, is to be opened, or is to be cleared away."""
    waiting = or_(
        Urn.state.in_([UrnState.PLANNED, UrnState.CLOSING]),
        and_(Urn.state.in_(FINAL), Urn.swept.is_(False)),
    )
    columns = (Urn.id, Urn.survey_id, Urn.tenant, Urn.state, Urn.public_key)
    rows = await session.execute(select(*columns).where(waiting).order_by(Urn.id))
    return [
        TendedUrn(row.id, row.survey_id, row.tenant, UrnState(row.state), row.public_key)
        for row in rows
    ]


async def next_end(session: AsyncSession, now: datetime) -> datetime | None:
    """When the next open urn ends."""
    ends = select(func.min(Urn.closes_at)).where(Urn.state == UrnState.OPEN, Urn.closes_at > now)
    return (await session.execute(ends)).scalar()


async def stopped(session: AsyncSession) -> int:
    """How many urns wait for somebody to look at them."""
    count = select(func.count()).select_from(Urn).where(Urn.state == UrnState.STOPPED)
    return (await session.execute(count)).scalar_one()


async def contents(session: AsyncSession, seals: Seals, urn_id: UUID) -> Contents:
    """Every slip of a closed urn; raises ``Broken`` where some were added, lost or copied."""
    urn = (await session.execute(select(Urn).where(Urn.id == urn_id))).scalar_one()
    seals.check(urn, urn.public_key, urn.sealed_header)
    find = select(Slip.box).where(Slip.urn_id == urn_id)
    boxes = (await session.execute(find)).scalars().all()
    mine = UrnInvitation.survey_id == urn.survey_id
    invitations = (await session.execute(select(UrnInvitation).where(mine))).scalars().all()
    if len(boxes) != sum(each.done and each.urn_id == urn_id for each in invitations):
        raise Broken("slips were added or lost")
    if len(set(boxes)) != len(boxes):
        raise Broken("a slip was copied")
    if not urn.rolling and len(invitations) != urn.invited:
        raise Broken("invitations were added or lost")
    silent = []
    for each in invitations:
        if each.person_box is not None:
            person_id, groups = seals.open_box(urn.survey_id, each.person_box)
            if seals.mac(urn.survey_id, person_id) != each.person_mac:
                raise Broken("an invitation was not made here")
            silent.append(groups)
    return Contents(urn.rolling, boxes, silent)
