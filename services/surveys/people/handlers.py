"""Keeps copies of who people are."""

from services.surveys.models import people
from shared.contracts.directory import PersonRecord
from shared.messaging.router import EventRouter

handlers = EventRouter()
handlers.keep_copy(PersonRecord, people)
