"""What the dashboard listens to: every fact, and the records that name tasks and organizations."""

from collections.abc import Sequence

from services.dashboard.events.models import organizations, templates
from services.dashboard.events.use_cases import record
from shared.contracts.catalogue import bodies, event_topics
from shared.contracts.directory import OrganizationRecord
from shared.contracts.trainings import TemplateRecord
from shared.messaging.message import Message
from shared.messaging.router import EventRouter
from shared.messaging.unit_of_work import BulkUnitOfWork

handlers = EventRouter()
handlers.keep_copy(TemplateRecord, templates)
handlers.keep_copy(OrganizationRecord, organizations)


@handlers.on_every(event_topics(), bodies())
async def record_event(messages: Sequence[Message], uow: BulkUnitOfWork) -> None:
    """Every event becomes one row, whatever it says; records, which may name people, never do."""
    record(uow, messages)
