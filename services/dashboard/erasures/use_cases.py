"""What the dashboard does of its own when somebody is erased."""

from collections.abc import Sequence

from services.dashboard.events import use_cases as events
from shared.erasing.erase import Erasure, Part
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.privacy.periods import End


async def forget(uow: UnitOfWork, erasure: Erasure) -> Sequence[Part]:
    """Events that are about something else, and name them, name nobody."""
    rows = await events.forget(uow, erasure)
    return [Part("seen", End.REPLACED, rows, Deletion.FACT_COPIES)]
