"""The directory, assembled."""

from pathlib import Path

from services.directory.access.routes import routes as access
from services.directory.departures.routes import routes as departures
from services.directory.hires.routes import routes as hires
from services.directory.hires.rules import MOST_BYTES
from services.directory.idempotency.jobs import jobs
from services.directory.models import metadata
from services.directory.organizations.routes import routes as organizations
from services.directory.placements.routes import routes as placements
from shared.service import Service

service = Service(
    name="directory",
    title="Verzeichnis",
    folder=Path(__file__).parent,
    tables=metadata,
    routes=[access, hires, departures, placements, organizations],
    jobs=jobs,
    large_bodies={"/hires/bulk": MOST_BYTES},
)
