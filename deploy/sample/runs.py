"""In the sample the clock has deleted something in the last days, so that its page tells of it.

By the job's own step, on notes of messages handled so long ago that they are due on that day.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import insert

from shared.clock import A_DAY
from shared.messaging.database import Database
from shared.messaging.tables import inbox
from shared.messaging.unit_of_work import UnitOfWork
from shared.retention.rules import Rule, rules_of
from shared.retention.runs import latest, run_batch
from shared.settings import Settings

NOTES = {
    "directory": (14, 9, 11),
    "trainings": (31, 24, 28),
    "surveys": (8, 12, 6),
    "notifications": (46, 39, 52),
    "dashboard": (97, 83, 104),
}
"""How many notes were due in each service, yesterday and on the days before."""


class Day:
    """The clock of a day that is over."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """That moment."""
        return self.moment


async def let_days_pass(settings: Settings, services: Mapping[str, Database]) -> None:
    """Once; what the services themselves have deleted by then is enough."""
    [rule] = [each for each in rules_of() if each.table is inbox]
    for name, database in services.items():
        async with database.reading() as session:
            if await latest(session):
                continue
        now = database.clock.now()
        for number, notes in enumerate(NOTES[name], start=1):
            day = Database(settings.database(name), name, Day(now - number * A_DAY))
            try:
                async with day.transaction() as uow:
                    await _run(uow, rule, notes)
            finally:
                await day.close()


async def _run(uow: UnitOfWork, rule: Rule, notes: int) -> None:
    long_ago = uow.now - rule.lasts - timedelta(days=2)
    rows = [
        {"handler": "sample", "message_id": uuid4(), "handled_at": long_ago} for _ in range(notes)
    ]
    await uow.session.execute(insert(inbox), rows)
    await run_batch(uow, [rule])
