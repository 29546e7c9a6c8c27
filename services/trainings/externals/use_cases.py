"""Records trainings elsewhere, and what the office says of them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, update

from services.trainings.externals import queries
from services.trainings.externals.forms import ExternalForm
from services.trainings.externals.models import ExternalTraining, external_trainings
from services.trainings.externals.values import ExternalState
from services.trainings.qualification_kinds import queries as kinds
from shared.clock import local_date
from shared.database.reach import crossing
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me


async def record(uow: UnitOfWork, me: Me, given: ExternalForm) -> ExternalTraining:
    """One's own; raises ``Problem`` before it is over."""
    if given.day > local_date(uow.now):
        raise Problem(409, "not-attended-yet", "It has not been attended")
    row = ExternalTraining(
        tenant=me.tenant,
        id=new_id(),
        person_id=me.person_id,
        kind_id=await _kind(uow, me, given.kind),
        title=given.title,
        provider=given.provider,
        day=given.day,
        units=given.units,
        proof=given.proof,
        submitted_at=uow.now,
    )
    uow.session.add(row)
    return row


async def remove(uow: UnitOfWork, me: Me, key: UUID) -> None:
    """Only one's own, while nobody has decided; raises ``Problem``, ``NoResultFound``."""
    row = await queries.own(uow.session, me.tenant, me.person_id, key)
    if row.state is not ExternalState.SUBMITTED:
        raise Problem(409, "external-decided", "The office has decided")
    await uow.session.delete(row)


async def accept(uow: UnitOfWork, me: Me, key: UUID, kind: str, note: str) -> UUID:
    """Whose it is; the proof has been seen. Raises ``NoResultFound``."""
    row = await _decide(uow, me, key, ExternalState.ACCEPTED, note)
    row.kind_id = await _kind(uow, me, kind)
    return row.person_id


async def reject(uow: UnitOfWork, me: Me, key: UUID, note: str) -> UUID:
    """The same for what does not count, or counts no more."""
    return (await _decide(uow, me, key, ExternalState.REJECTED, note)).person_id


async def forget(uow: UnitOfWork, erased: Collection[UUID]) -> None:
    """What they have recorded, and who decided."""
    table = external_trainings.c
    gone = delete(external_trainings).where(table.person_id.in_(erased))
    await uow.session.execute(crossing(gone))
    acted = update(external_trainings).where(table.decided_by.in_(erased)).values(decided_by=None)
    await uow.session.execute(crossing(acted))


async def _decide(
    uow: UnitOfWork, me: Me, key: UUID, state: ExternalState, note: str
) -> ExternalTraining:
    row = await queries.one(uow.session, me.tenant, key)
    row.state, row.note = state, note
    row.decided_at, row.decided_by = uow.now, me.person_id
    return row


async def _kind(uow: UnitOfWork, me: Me, typed: str) -> UUID | None:
    known = {str(each.id): each.id for each in await kinds.kinds(uow.session, me.tenant)}
    return known.get(typed)
