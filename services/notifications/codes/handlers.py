"""Keeps a copy of the requests for codes, and queues a mail for each."""

from services.notifications.codes import use_cases
from services.notifications.codes.models import requests
from services.notifications.codes.queries import IS_LAST
from shared.contracts.accounts import CodeRequestRecord
from shared.messaging.router import EventRouter

handlers = EventRouter()
handlers.keep_copy(
    CodeRequestRecord,
    requests,
    arrived=use_cases.queue,
    erased=use_cases.withdraw,
    of_others=~IS_LAST,
)
