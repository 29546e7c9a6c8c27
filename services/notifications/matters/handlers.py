"""Keeps copies of statements, and wakes mails that wait for one."""

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.matters.models import statements
from shared.contracts.statements import StatementRecord
from shared.messaging.router import EventRouter

handlers = EventRouter()
handlers.keep_copy(StatementRecord, statements, arrived=deliveries.wake)
