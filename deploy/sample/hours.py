"""Quiet hours of the sample: Kamen keeps them, Bergkamen's mails go out at any hour."""

from services.notifications.hours.forms import HoursForm
from services.notifications.hours.queries import of_town
from services.notifications.hours.use_cases import set_for_town
from shared.messaging.database import Database
from shared.settings import Settings

KAMEN = "05978020"


async def keep_hours(settings: Settings, database: Database) -> None:
    """In the notifications' database; doing it again changes nothing."""
    if KAMEN not in settings.municipalities:
        return
    async with database.transaction() as uow:
        if await of_town(uow.session, KAMEN) is None:
            await set_for_town(uow, KAMEN, HoursForm())
