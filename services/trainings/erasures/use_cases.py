"""What the trainings do of their own when somebody is erased."""

from collections.abc import Sequence

from services.trainings.registrants import use_cases as registrants
from shared.erasing.erase import Erasure, Part
from shared.messaging.unit_of_work import UnitOfWork


async def vacate(uow: UnitOfWork, erasure: Erasure) -> Sequence[Part]:
    """Seats go to the next."""
    await registrants.vacate(uow, erasure.people.persons)
    return ()
