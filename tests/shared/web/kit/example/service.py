"""The example as a service that runs."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from pydantic import PrivateAttr

from shared.clock import MovableClock
from shared.context import Context
from shared.database import walls
from shared.messaging import tables
from shared.messaging.bus.local import LocalBus
from shared.runtime import build_app, build_context
from shared.service import Service
from shared.settings import Settings
from shared.web.assets import static_files
from shared.web.idempotency import answers
from shared.web.sessions.models import add_copies
from tests.shared.web.kit.example import api
from tests.shared.web.kit.example.models import Base
from tests.shared.web.kit.example.pages import pages

answers.to_metadata(Base.metadata)
add_copies(Base.metadata)
EXAMPLE = Service(
    name="directory",
    title="Beispiel",
    folder=Path(__file__).parent,
    tables=Base.metadata,
    api=[api.api],
    pages=[pages],
    large_bodies={"/import": 1_000_000},
)


class ExampleSettings(Settings):
    """The database is the one the test has made."""

    _url: str = PrivateAttr("")

    def database(self, service: str) -> str:
        return self._url


@dataclass(frozen=True)
class Example:
    """The service, mounted as in an installation; nothing relays what it announces."""

    app: FastAPI
    context: Context


@asynccontextmanager
async def running_example(folder: Path, url: str, **given: Any) -> AsyncGenerator[Example]:
    """With fresh tables in the database at ``url``."""
    settings = ExampleSettings(data=folder, _env_file=None, **given)
    settings._url = url
    context = build_context(EXAMPLE, settings, LocalBus(folder / "bus.db"), MovableClock())
    async with context.database.engine._write.begin() as connection:
        for metadata in (tables.metadata, Base.metadata):
            await connection.run_sync(metadata.create_all)
            if url.startswith("postgresql"):
                await connection.run_sync(walls.build, metadata)
    outer = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    outer.mount("/static", static_files())
    outer.mount("/directory", build_app(EXAMPLE, context))
    yield Example(outer, context)
    await context.database.close()
    await context.bus.close()
