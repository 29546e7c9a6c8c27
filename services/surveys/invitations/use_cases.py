"""Invites to surveys, made where they are missing, and says whom their urns have to learn of."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import case, select, tuple_, update

from services.surveys.invitations.models import Invitation, Survey, invitations, surveys
from services.surveys.invitations.rules import closes_on
from services.surveys.invitations.values import CHANNEL, InvitationState, Settled
from services.surveys.values import school_year
from shared.clock import local_date
from shared.contracts.surveys import InvitationIssued, Occasion
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork

BATCH = 500
"""How many invitations are closed, or settled with their urns, in one transaction."""
_NEXT = case(
    (invitations.c.state == InvitationState.WAITING, InvitationState.OPEN),
    else_=InvitationState.CLOSED,
)
_ASKED = (InvitationState.WAITING, InvitationState.OPEN)

SurveyKey = tuple[str, str, int]
"""Tenant, occasion, school year."""


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """Whom to invite to what; the cause belongs to the story of their onboarding."""

    pulse_id: UUID
    worker_id: UUID
    employment_id: UUID
    occasion: Occasion
    due_on: date
    cause: Cause

    @property
    def survey(self) -> SurveyKey:
        return self.cause.tenant, self.occasion.value, school_year(self.due_on)


async def invite(uow: UnitOfWork, invitees: Sequence[Invitee]) -> None:
    """One invitation each, announced in the story it belongs to."""
    survey_ids = await _survey_ids(uow, {invitee.survey for invitee in invitees})
    last_day = closes_on(local_date(uow.now))
    rows = [
        row_of(Invitation)(
            id=invitee.pulse_id,
            tenant=invitee.cause.tenant,
            survey_id=survey_ids[invitee.survey],
            closes_on=last_day,
            state=InvitationState.WAITING.value,
        )
        for invitee in invitees
    ]
    await insert_rows(uow.session, invitations, rows)
    uow.notify(CHANNEL)
    for invitee in invitees:
        issued = InvitationIssued(
            invitation_id=invitee.pulse_id,
            survey_id=survey_ids[invitee.survey],
            worker_id=invitee.worker_id,
            occasion=invitee.occasion,
            closes_on=last_day,
            employment_id=invitee.employment_id,
        )
        uow.announce(issued, invitee.cause)


async def _survey_ids(uow: UnitOfWork, keys: Iterable[SurveyKey]) -> dict[SurveyKey, UUID]:
    """The surveys of these keys; whoever else makes the same one at the same time, it is one."""
    wanted = sorted(keys)
    rows = [
        row_of(Survey)(id=new_id(), tenant=tenant, occasion=occasion, school_year=year)
        for tenant, occasion, year in wanted
    ]
    await insert_rows(uow.session, surveys, rows, ignore_conflicts=True)
    columns = (surveys.c.tenant, surveys.c.occasion, surveys.c.school_year)
    find = select(surveys.c.id, *columns).where(tuple_(*columns).in_(wanted))
    found = await uow.session.execute(find)
    return {(row.tenant, row.occasion, row.school_year): row.id for row in found}


async def close_invitations(uow: UnitOfWork) -> bool:
    """Have taken out of their urns what is over; returns whether more are waiting."""
    over = (
        select(invitations.c.id)
        .where(
            invitations.c.state.in_(_ASKED),
            invitations.c.closes_on < local_date(uow.now),
        )
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    ids = (await uow.session.execute(over)).scalars().all()
    await withdraw(uow, ids)
    return len(ids) == BATCH


async def withdraw(uow: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Ask these no more. What was answered stays in the urn, where nobody finds it."""
    those = (invitations.c.id.in_(ids), invitations.c.state.in_(_ASKED))
    leave = update(invitations).where(*those).values(state=InvitationState.LEAVING)
    if ids and (await uow.session.execute(leave.returning(invitations.c.id))).first():
        uow.notify(CHANNEL)


async def settle(uow: UnitOfWork) -> Sequence[Settled]:
    """What urns have to learn or to forget, a bounded piece by survey; each survey is held."""
    state = invitations.c.state
    those = (
        select(invitations.c.id)
        .where(state.in_([InvitationState.WAITING, InvitationState.LEAVING]))
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    ids = (await uow.session.execute(those)).scalars().all()
    if not ids:
        return ()
    settled = update(invitations).where(invitations.c.id.in_(ids)).values(state=_NEXT)
    columns = (invitations.c.tenant, invitations.c.survey_id, invitations.c.id, state)
    rows = (await uow.session.execute(settled.returning(*columns))).all()
    found: defaultdict[tuple[str, UUID], defaultdict[str, list[UUID]]]
    found = defaultdict(lambda: defaultdict(list))
    for tenant, survey_id, invitation_id, now in rows:
        found[tenant, survey_id][now].append(invitation_id)
    held = select(surveys.c.id).where(surveys.c.id.in_([survey for _, survey in found]))
    await uow.session.execute(held.order_by(surveys.c.id).with_for_update(key_share=True))
    return [
        Settled(*key, each[InvitationState.OPEN], each[InvitationState.CLOSED])
        for key, each in sorted(found.items())
    ]
