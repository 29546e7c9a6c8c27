"""``python -m deploy.migrate [SERVICE ...]``: bring databases to the newest revision.

``--revise SERVICE "what changes"`` writes the next revision from the tables in the code.
"""

import argparse
import asyncio
from pathlib import Path

from deploy.services import NAMES, load
from shared.database.migrate import History, migrate
from shared.messaging import tables
from shared.service import Service
from shared.settings import Settings, read_settings

MESSAGING = History(
    Path(tables.__file__).parent / "migrations", "messaging_version", tables.metadata
)


def histories(service: Service) -> list[History]:
    """Messaging's own history, then the service's."""
    return [MESSAGING, History(service.folder / "migrations", "service_version", service.tables)]


async def migrate_service(service: Service, settings: Settings) -> None:
    """Bring one service's database to the newest revision."""
    if settings.embedded:
        settings.data.mkdir(parents=True, exist_ok=True)
    await migrate(settings.database(service.name), histories(service))


async def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.migrate")
    parser.add_argument("services", nargs="*", metavar="SERVICE", choices=[*NAMES, []])
    parser.add_argument("--revise", nargs=2, metavar=("SERVICE", "MESSAGE"))
    arguments = parser.parse_args()
    if arguments.revise:
        from deploy.revise import revise

        await revise(*arguments.revise)
        return
    settings = read_settings()
    for name in arguments.services or NAMES:
        await migrate_service(load(name), settings)
        print(f"{name}: database is up to date")


if __name__ == "__main__":
    asyncio.run(_main())
