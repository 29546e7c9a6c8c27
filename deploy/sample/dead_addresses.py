"""Somebody of the sample who cannot be reached."""

from services.notifications.addresses.use_cases import failed_for_good
from services.notifications.addresses.values import FAILURES
from shared.messaging.database import Database

UNREACHED = ("monika.stratmann@example.org", "ulrich.sander@example.org")
REPLY = "550 5.1.1"


async def let_addresses_die(database: Database) -> None:
    """In the database of notifications; doing it again changes little."""
    async with database.transaction() as uow:
        for address in UNREACHED:
            for _ in range(FAILURES):
                await failed_for_good(uow, address, REPLY)
