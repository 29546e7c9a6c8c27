"""Which Alembic histories a service's database follows."""

from pathlib import Path

from shared.database.migrate import History
from shared.messaging import tables
from shared.service import Service

MESSAGING = History(
    Path(tables.__file__).parent / "migrations", "messaging_version", tables.metadata
)


def histories(service: Service) -> list[History]:
    """Messaging's own history, then the service's."""
    return [MESSAGING, History(service.folder / "migrations", "service_version", service.tables)]
