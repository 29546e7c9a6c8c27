"""Invites to surveys, made where they are missing, and lets each invitation be used once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, tuple_, update

from services.surveys.invitations.models import Invitation, Survey, invitations, surveys
from services.surveys.invitations.rules import closes_on, school_year
from services.surveys.invitations.values import InvitationState, OpenedInvitation
from shared.clock import local_date
from shared.contracts.surveys import InvitationIssued, Occasion
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork

BATCH = 500
"""How many invitations are closed in one transaction."""

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
            state=InvitationState.OPEN.value,
        )
        for invitee in invitees
    ]
    await insert_rows(uow.session, invitations, rows)
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
    """Close what is over and forget which was used; returns whether more are waiting."""
    over = (
        select(invitations.c.id)
        .where(
            invitations.c.state.in_([InvitationState.OPEN, InvitationState.USED]),
            invitations.c.closes_on < local_date(uow.now),
        )
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    ids = (await uow.session.execute(over)).scalars().all()
    if ids:
        close = update(invitations).where(invitations.c.id.in_(ids))
        await uow.session.execute(close.values(state=InvitationState.CLOSED))
    return len(ids) == BATCH


async def use_invitation(uow: UnitOfWork, invitation: OpenedInvitation) -> bool:
    """Use it up; False if it is used or closed already, were it a moment ago.

    Its survey is held until the end of the transaction: answers to it come one after another.
    """
    mine = (invitations.c.tenant == invitation.tenant, invitations.c.id == invitation.id)
    still_open = (
        invitations.c.state == InvitationState.OPEN,
        invitations.c.closes_on >= local_date(uow.now),
    )
    use = update(invitations).where(*mine, *still_open).values(state=InvitationState.USED)
    if not (await uow.session.execute(use.returning(invitations.c.id))).first():
        return False
    hold = select(surveys.c.id).where(
        surveys.c.tenant == invitation.tenant, surveys.c.id == invitation.survey_id
    )
    await uow.session.execute(hold.with_for_update(key_share=True))
    return True


async def withdraw(uow: UnitOfWork, ids: Sequence[UUID]) -> None:
    """Close those that nobody has used yet."""
    those = (invitations.c.id.in_(ids), invitations.c.state == InvitationState.OPEN)
    await uow.session.execute(
        update(invitations).where(*those).values(state=InvitationState.CLOSED)
    )
