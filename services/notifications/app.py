"""Notifications: who is told what."""

from pathlib import Path

from services.notifications.announcements import handlers as announcements
from services.notifications.announcements.jobs import jobs as announcement_jobs
from services.notifications.announcements.models import CONSTRAINTS
from services.notifications.announcements.pages import pages as announcement_pages
from services.notifications.cards.api import api as cards
from services.notifications.codes import handlers as codes
from services.notifications.codes.jobs import jobs as code_jobs
from services.notifications.codes.workers import send_codes
from services.notifications.linked_announcements.pages import pages as linked_announcements
from services.notifications.mailbox.api import api as mailbox
from services.notifications.mailbox.pages import pages as mailbox_pages
from services.notifications.merges import handlers as merges
from services.notifications.messages import handlers as messages
from services.notifications.messages.jobs import jobs as message_jobs
from services.notifications.models import metadata
from services.notifications.own_announcements.pages import pages as own_announcements
from services.notifications.preferences.pages import pages as preferences
from services.notifications.recipients import handlers as recipients
from services.notifications.sending import workers as sending
from services.notifications.sending.pages import pages as sending_pages
from services.notifications.undeliverable.api import api as undeliverable
from services.notifications.unsubscribing.pages import pages as unsubscribing
from shared.contracts.notifications import CODES, LINKS
from shared.jobs.scheduler import Jobs
from shared.messaging.router import EventRouter
from shared.service import Service
from shared.web import idempotency
from shared.web.conflicts import Unreachable
from shared.web.neighbours import close_connections
from shared.web.sessions import handlers as sessions

handlers = EventRouter()
handlers.include(recipients.handlers)
handlers.include(messages.handlers)
handlers.include(codes.handlers)
handlers.include(merges.handlers)
handlers.include(announcements.handlers)
handlers.include(sessions.handlers)

jobs = Jobs()
jobs.include(code_jobs)
jobs.include(message_jobs)
jobs.include(announcement_jobs)
jobs.include(sessions.jobs)
jobs.include(idempotency.jobs)

service = Service(
    name="notifications",
    title="Nachrichten",
    folder=Path(__file__).parent,
    tables=metadata,
    api=[mailbox, undeliverable, cards],
    pages=[
        mailbox_pages,
        sending_pages,
        preferences,
        unsubscribing,
        announcement_pages,
        own_announcements,
        linked_announcements,
    ],
    handlers=handlers,
    jobs=jobs,
    signs=[LINKS, CODES],
    constraints={
        **CONSTRAINTS,
        **idempotency.CONSTRAINTS,
        "delivery_pauses.holder": Unreachable("random"),
        "deliveries.message_id, deliveries.channel": Unreachable("written with messages"),
        "preferences.person_id, preferences.topic, preferences.channel": Unreachable("upserted"),
        "placements.employment_id, placements.valid_from": Unreachable("written for events"),
        "kept_mail_mentions.mail_id, kept_mail_mentions.person_id": Unreachable(
            "written with mails"
        ),
    },
    workers=[sending.deliver, sending.measure, send_codes, close_connections],
    relay_rest_seconds=0.1,
)
