"""The directory, assembled."""

from pathlib import Path

from services.directory.access.routes import routes as access
from services.directory.departures.routes import routes as departures
from services.directory.hires.routes import routes as hires
from services.directory.idempotency.jobs import jobs as idempotency_jobs
from services.directory.models import metadata
from services.directory.organizations.routes import routes as organizations
from services.directory.placements.routes import routes as placements
from services.directory.quotas.jobs import jobs as quota_jobs
from services.directory.registry.routes import routes as registry
from shared.messaging.jobs import Jobs
from shared.service import Service
from shared.web.sheets import MAX_BYTES

jobs = Jobs()
jobs.include(idempotency_jobs)
jobs.include(quota_jobs)

service = Service(
    name="directory",
    title="Verzeichnis",
    folder=Path(__file__).parent,
    tables=metadata,
    routes=[access, hires, departures, placements, organizations, registry],
    jobs=jobs,
    large_bodies={"/hires/bulk": MAX_BYTES, "/schools": MAX_BYTES, "/organizations": MAX_BYTES},
)
