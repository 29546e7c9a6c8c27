"""Lets a service delete what is due today, as its job does."""

from deploy.services import load
from shared.messaging.database import Database
from shared.retention.rules import rules_of
from shared.retention.runs import run_batch


async def keep_periods(database: Database, at_once: int = 1000) -> None:
    """Every batch of every rule, each in a transaction of its own."""
    service = load(database.service)
    rules = rules_of(service.tables, deeds=service.retention)
    more = True
    while more:
        async with database.transaction() as uow:
            more = await run_batch(uow, rules, at_once)
