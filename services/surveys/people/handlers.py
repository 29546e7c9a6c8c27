"""Keeps the copies of the directory's records of people."""

from services.surveys.people.models import people
from shared.contracts.directory import PersonRecord
from shared.messaging.router import EventRouter

handlers = EventRouter()
handlers.keep_copy(PersonRecord, people)
