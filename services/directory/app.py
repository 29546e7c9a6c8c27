"""The directory, assembled."""

from pathlib import Path

from services.directory.access.routes import routes as access
from services.directory.departures.routes import routes as departures
from services.directory.hires.routes import routes as hires
from services.directory.idempotency.jobs import jobs
from services.directory.models import metadata
from services.directory.organizations.routes import routes as organizations
from services.directory.placements.routes import routes as placements
from services.directory.registry.routes import routes as registry
from shared.service import Service
from shared.web.conflicts import Conflict, Unreachable
from shared.web.sheets import MAX_BYTES

service = Service(
    name="directory",
    title="Verzeichnis",
    folder=Path(__file__).parent,
    tables=metadata,
    routes=[access, hires, departures, placements, organizations, registry],
    jobs=jobs,
    constraints={
        "organizations.school_number": Conflict(
            code="school-number-taken",
            title="Another organization has this school number",
            field="school_number",
            reason="belongs to another organization",
        ),
        "contacts.organization_id, contacts.role": Conflict(
            code="role-named-twice",
            title="An organization has one contact for each role",
            field="contacts",
            reason="names a role twice",
        ),
        "workers.carrier_id, workers.external_id": Conflict(
            code="external-id-taken",
            title="This worker is known already",
            field="external_id",
            reason="names a worker that has been posted before",
        ),
        "answers.carrier_id, answers.key": Conflict(
            code="idempotency-key-in-use",
            title="A request with this Idempotency-Key is being answered",
            field="header.Idempotency-Key",
            reason="came with another request at the same time",
        ),
        "clients.client_id": Unreachable("random"),
    },
    large_bodies={"/hires/bulk": MAX_BYTES, "/schools": MAX_BYTES, "/organizations": MAX_BYTES},
)
