"""The dashboard: every event, the story of each, and a page to start from."""

from pathlib import Path

from services.dashboard.cockpit import pages as cockpit_pages
from services.dashboard.events import api as routes
from services.dashboard.events import handlers, pages
from services.dashboard.journeys import api as journey_routes
from services.dashboard.journeys import pages as journey_pages
from services.dashboard.models import metadata
from services.dashboard.parked import pages as parked_pages
from shared.service import Service
from shared.web.conflicts import Unreachable

service = Service(
    name="dashboard",
    title="Überblick",
    folder=Path(__file__).parent,
    tables=metadata,
    routes=[
        cockpit_pages.routes,
        pages.routes,
        journey_pages.routes,
        parked_pages.routes,
        routes.routes,
        journey_routes.routes,
    ],
    handlers=handlers.handlers,
    constraints={"seen.id": Unreachable("written for messages of the bus")},
    workers=[pages.broadcast],
    rest_seconds=0.1,
    large_bodies={"/parked/kopie": 1024 * 1024},
)
