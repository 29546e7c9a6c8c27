"""In the sample the office has the log of its mails kept for a shorter time than usual."""

from services.directory.periods.forms import PeriodForm
from services.directory.periods.queries import choice
from services.directory.periods.use_cases import choose
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion


async def choose_period(uow: UnitOfWork, municipality: str) -> None:
    """Once."""
    if (await choice(uow.session, municipality, Deletion.NINETY_DAYS)).is_own:
        return
    given = PeriodForm(days=60, confirmed=True)
    await choose(uow, Cause(municipality, new_id()), Deletion.NINETY_DAYS, given)
