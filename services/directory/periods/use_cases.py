"""Chooses periods, and tells every service."""

from datetime import timedelta

from sqlalchemy import delete

from services.directory.periods import queries, rules
from services.directory.periods.forms import PeriodForm
from services.directory.periods.schemas import PeriodBody
from services.directory.periods.values import Choice
from shared.contracts.periods import RetentionPeriodRecord
from shared.database.versions import Overtaken
from shared.database.writes import Write, write_all
from shared.messaging.event import Cause
from shared.messaging.tables import retention_periods as table
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion


async def choose(
    uow: UnitOfWork, cause: Cause, deletion: Deletion, given: PeriodForm | PeriodBody
) -> Choice:
    """It holds from the next run on; the usual one is no choice any more.

    Raises ``Problem``, or ``Overtaken`` if somebody was faster.
    """
    now = await queries.choice(uow.session, cause.tenant, deletion)
    rules.refuse_length(now, given.days)
    if given.version != now.version:
        raise Overtaken(given, {"days": now.lasts.days, "version": now.version})
    rules.refuse_unconfirmed(now, given.days, confirmed=given.confirmed)
    if given.days == now.lasts.days:
        return now
    key = queries.choice_id(cause.tenant, deletion)
    if given.days == now.usual.days:
        mine = (table.c.tenant == cause.tenant, table.c.choice_id == key)
        await uow.session.execute(delete(table).where(*mine))
        uow.erase(RetentionPeriodRecord, key, cause)
        return Choice(deletion, now.usual)
    version = max(int(uow.now.timestamp() * 1_000_000), now.version + 1)
    told = RetentionPeriodRecord(
        choice_id=key, version=version, deletion=deletion.key, days=given.days
    )
    row = {**told.model_dump(), "tenant": cause.tenant}
    await write_all(uow.session, [Write(table, [row], "replace", "version")])
    uow.announce(told, cause)
    return Choice(deletion, timedelta(days=given.days), version)
