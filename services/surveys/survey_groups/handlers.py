"""Keeps what groups there are."""

from services.surveys.survey_groups.models import groups
from shared.contracts.groups import GroupRecord
from shared.messaging.router import EventRouter

handlers = EventRouter()
handlers.keep_copy(GroupRecord, groups)
