"""Writes down what was decided, and numbers it when the minutes are published."""

from uuid import UUID

from sqlalchemy import update

from services.trainings.decisions import queries
from services.trainings.decisions.forms import DecisionForm
from services.trainings.decisions.models import Decision, DecisionCount, decision_counts
from services.trainings.minutes import queries as minutes
from services.trainings.seats import use_cases as seats
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def add(uow: UnitOfWork, me: Me, gathering_id: UUID, given: DecisionForm) -> None:
    """Until the minutes are published; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    await minutes.refuse_published(uow.session, row)
    found = Decision(tenant=row.tenant, id=new_id(), gathering_id=row.id, at=uow.now)
    found.text = given.text
    found.in_favour, found.against = given.in_favour, given.against
    found.abstained = given.abstained
    uow.session.add(found)


async def remove(uow: UnitOfWork, me: Me, gathering_id: UUID, decision_id: UUID) -> None:
    """The same; raises ``Problem``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    await minutes.refuse_published(uow.session, row)
    found = await queries.one(uow.session, me.tenant, gathering_id, decision_id)
    await uow.session.delete(found)


async def number(uow: UnitOfWork, tenant: str, gathering_id: UUID, year: int) -> int:
    """Give each its number, without a gap; how many there were. The gathering is held."""
    rows = await queries.rows_of(uow.session, tenant, gathering_id)
    if not rows:
        return 0
    last = await _counted(uow, tenant, year, len(rows))
    for at, each in enumerate(rows, last - len(rows) + 1):
        each.year, each.number = year, at
    return len(rows)


async def _counted(uow: UnitOfWork, tenant: str, year: int, more: int) -> int:
    """The last number of the year after so many more; whoever comes meanwhile waits."""
    row = row_of(DecisionCount)(tenant=tenant, year=year, last=0)
    await insert_rows(uow.session, decision_counts, [row], ignore_conflicts=True)
    mine = (decision_counts.c.tenant == tenant, decision_counts.c.year == year)
    counted = update(decision_counts).where(*mine).values(last=decision_counts.c.last + more)
    found = await uow.session.execute(counted.returning(decision_counts.c.last))
    return int(found.scalar_one())
