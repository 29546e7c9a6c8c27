"""How many urns are not as they were sealed."""

from prometheus_client import Gauge

from services.surveys.urns import queries
from shared.context import Context

STOPPED = Gauge(
    "knotenpunkt_urns_stopped", "Urns that are kept shut, because they were touched", ["service"]
)


async def measure(context: Context) -> None:
    """Of every municipality; which one, and which survey, is not said."""
    async with context.database.reading() as session:
        STOPPED.labels(context.database.service).set(await queries.stopped(session))
