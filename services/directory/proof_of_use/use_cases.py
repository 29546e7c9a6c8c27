"""Keeps that a proof of use was handed in."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import update

from services.directory.coordination.queries import hours_at
from services.directory.employments.values import Wanted
from services.directory.organizations.use_cases import lock_hierarchy
from services.directory.proof_of_use import queries, rules
from services.directory.proof_of_use.forms import SubmissionForm
from services.directory.proof_of_use.models import ProofSubmission
from services.directory.proof_of_use.values import SchoolYear
from services.directory.timelines.queries import end_of
from shared.clock import local_date
from shared.contracts.funding import ProofOfUseSubmitted, ProofOfUseWithdrawn
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


def known_by(known_on: date | None, now: datetime) -> datetime:
    """The moment as of which figures are shown: the end of a day, or now."""
    return now if known_on is None else min(end_of(known_on), now)


async def submit(
    uow: UnitOfWork, me: Me, year: SchoolYear, given: SubmissionForm
) -> ProofSubmission:
    """Keep it with what stands for its figures; raises ``Problem``.

    The same figures of the same day, sent again, are what is kept already.
    """
    today = local_date(uow.now)
    rules.refuse(year, given.submitted_on, given.known_on, today)
    at = known_by(given.known_on, uow.now)
    await lock_hierarchy(uow.session, me.tenant)
    proof = await queries.proof_of(uow.session, Wanted(me.tenant, None, today), year, at)
    for known in await queries.submissions(uow.session, me.tenant, year):
        same = (known.submitted_on, known.digest) == (given.submitted_on, proof.digest)
        if same and known.withdrawn_at is None:
            return known
    kept = ProofSubmission(
        id=new_id(),
        tenant=me.tenant,
        school_year=year.begins_in,
        submitted_on=given.submitted_on,
        known_at=at,
        digest=proof.digest,
        coordination_hours=await _coordination(uow, me.tenant, given.known_on, at),
        recorded_by=str(me.person_id),
        recorded_at=uow.now,
    )
    uow.session.add(kept)
    event = ProofOfUseSubmitted(
        submission_id=kept.id, school_year=year.begins_in, submitted_on=given.submitted_on
    )
    uow.announce(event, Cause(me.tenant, new_id()))
    return kept


async def _coordination(
    uow: UnitOfWork, tenant: str, known_on: date | None, at: datetime
) -> Decimal | None:
    if known_on is None:
        return await queries.coordination_hours(uow.session, tenant)
    return await hours_at(uow.session, tenant, at)


async def withdraw(uow: UnitOfWork, me: Me, submission_id: UUID) -> ProofSubmission:
    """It was noted by mistake; raises ``NoResultFound``. Doing it again changes nothing."""
    found = await queries.submission(uow.session, me.tenant, submission_id)
    standing = (ProofSubmission.withdrawn_at.is_(None), ProofSubmission.tenant == me.tenant)
    change = update(ProofSubmission).where(ProofSubmission.id == found.id, *standing)
    gone = change.values(withdrawn_at=uow.now).returning(ProofSubmission.id)
    if (await uow.session.execute(gone)).first() is not None:
        event = ProofOfUseWithdrawn(submission_id=found.id, school_year=found.school_year)
        uow.announce(event, Cause(me.tenant, new_id()))
    return found
