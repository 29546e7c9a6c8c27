"""``python -m deploy.migrate [SERVICE ...]``: bring databases to the newest revision."""

import argparse
import asyncio

from deploy.histories import histories
from deploy.services import NAMES, load
from shared.database.migrate import migrate
from shared.private_files import private_folder
from shared.service import Service
from shared.settings import Settings, ToolSettings, read_settings


async def migrate_service(service: Service, settings: Settings) -> None:
    """Bring one service's database to the newest revision."""
    if settings.embedded:
        private_folder(settings.data)
    await migrate(settings.database(service.name), histories(service))


async def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.migrate")
    parser.add_argument("services", nargs="*", metavar="SERVICE", help="all if none is named")
    names = parser.parse_args().services or NAMES
    if unknown := set(names) - set(NAMES):
        parser.error(f"no such service: {', '.join(sorted(unknown))}")
    settings = read_settings(ToolSettings)
    for name in names:
        await migrate_service(load(name), settings)
        print(f"{name}: database is up to date")


if __name__ == "__main__":
    asyncio.run(_main())
