"""The dashboard: every event, the story of each, and a page to start from."""

from pathlib import Path

from services.dashboard.cockpit.pages import pages as cockpit_pages
from services.dashboard.erasures import handlers as erasures
from services.dashboard.events import handlers as events_handled
from services.dashboard.events.api import api as events
from services.dashboard.events.pages import broadcast, let_go
from services.dashboard.events.pages import pages as event_pages
from services.dashboard.events.use_cases import KEEPING
from services.dashboard.journeys.api import api as journeys
from services.dashboard.journeys.pages import pages as journey_pages
from services.dashboard.merges import handlers as merges
from services.dashboard.models import metadata
from services.dashboard.parked.pages import pages as parked_pages
from services.dashboard.start.api import api as cards
from services.dashboard.start.pages import pages as start_pages
from shared.contracts.services import TITLES
from shared.messaging.router import EventRouter
from shared.retention import chosen, holds
from shared.service import Service
from shared.web.conflicts import Unreachable
from shared.web.neighbours import close_connections
from shared.web.retention.pages import retention_pages
from shared.web.sessions import handlers as sessions

handlers = EventRouter()
handlers.include(events_handled.handlers)
handlers.include(merges.handlers)
handlers.include(sessions.handlers)
handlers.include(holds.handlers)
handlers.include(chosen.handlers)
handlers.include(erasures.handlers)

RETENTION = [KEEPING]

service = Service(
    name="dashboard",
    title=TITLES["dashboard"],
    folder=Path(__file__).parent,
    tables=metadata,
    api=[events, journeys, cards],
    pages=[
        start_pages,
        cockpit_pages,
        event_pages,
        journey_pages,
        parked_pages,
        retention_pages("dashboard", metadata, RETENTION),
    ],
    handlers=handlers,
    jobs=sessions.jobs,
    retention=RETENTION,
    constraints={"seen.id": Unreachable("written for messages of the bus")},
    workers=[broadcast, let_go, close_connections],
    rest_seconds=0.1,
    large_bodies={"/angehalten/kopie": 1024 * 1024},
)
