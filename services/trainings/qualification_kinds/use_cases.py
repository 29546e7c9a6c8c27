"""Adds and changes kinds of qualifications, and says for which ones a gathering counts."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete, select

from services.trainings.gatherings import queries as gatherings
from services.trainings.qualification_kinds import queries
from services.trainings.qualification_kinds.forms import KindForm
from services.trainings.qualification_kinds.models import (
    CountedGathering,
    QualificationKind,
    counted_gatherings,
)
from services.trainings.qualifications import queries as qualifications
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me

RULE = ("units", "months", "prolong_units", "reactivation_months", "gathering_kind")


async def hold(uow: UnitOfWork, tenant: str) -> Sequence[QualificationKind]:
    """Whoever reckons does so one after another."""
    mine = QualificationKind.tenant == tenant
    query = select(QualificationKind).where(mine).order_by(QualificationKind.id)
    return (await uow.session.scalars(query.with_for_update())).all()


async def add(uow: UnitOfWork, me: Me, given: KindForm) -> QualificationKind:
    """What its rule leaves open is as for earning it."""
    row = QualificationKind(tenant=me.tenant, id=new_id(), name=given.name, asked=given.asked)
    _write(row, given)
    uow.session.add(row)
    await uow.session.flush()
    return row


async def change(uow: UnitOfWork, me: Me, kind_id: UUID, given: KindForm) -> None:
    """Once somebody has it only its name; raises ``Problem``, ``Overtaken``."""
    row = await queries.one(uow.session, me.tenant, kind_id)
    if row.version != given.version:
        raise Overtaken(given, await queries.known(uow.session, me.tenant, kind_id))
    before = [getattr(row, name) for name in RULE]
    row.name, row.asked = given.name, given.asked
    _write(row, given)
    if before == [getattr(row, name) for name in RULE]:
        return
    if await qualifications.is_held(uow.session, me.tenant, kind_id):
        raise Problem(409, "kind-in-use", "Somebody has it")
    await uow.session.flush()


async def count(uow: UnitOfWork, me: Me, gathering_id: UUID, wanted: Collection[UUID]) -> None:
    """A gathering counts for these kinds, and for no others; raises ``NoResultFound``."""
    await gatherings.one(uow.session, me.tenant, gathering_id)
    known = await hold(uow, me.tenant)
    mine = (
        counted_gatherings.c.tenant == me.tenant,
        counted_gatherings.c.gathering_id == gathering_id,
    )
    await uow.session.execute(delete(counted_gatherings).where(*mine))
    for each in known:
        if each.id in wanted:
            row = CountedGathering(tenant=me.tenant, kind_id=each.id, gathering_id=gathering_id)
            uow.session.add(row)
    await uow.session.flush()


def _write(row: QualificationKind, given: KindForm) -> None:
    row.units, row.months = given.units, given.months
    row.prolong_units = given.units if given.prolong_units is None else given.prolong_units
    row.reactivation_months = given.reactivation_months
    row.gathering_kind = given.gathering_kind
