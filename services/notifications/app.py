"""Notifications: who is told what."""

from pathlib import Path

from services.notifications.cards.api import api as cards
from services.notifications.codes import handlers as codes
from services.notifications.codes.jobs import jobs as code_jobs
from services.notifications.codes.workers import send_codes
from services.notifications.delivery import workers as delivery
from services.notifications.delivery.pages import pages as delivery_pages
from services.notifications.letters import handlers as letters
from services.notifications.mailbox.api import api as mailbox
from services.notifications.mailbox.pages import pages as mailbox_pages
from services.notifications.merges import handlers as merges
from services.notifications.models import metadata
from services.notifications.notices import handlers as notices
from services.notifications.notices.jobs import jobs as notice_jobs
from services.notifications.recipients import handlers as recipients
from services.notifications.undeliverable.api import api as undeliverable
from shared.contracts.notifications import CODES, LINKS
from shared.jobs.scheduler import Jobs
from shared.messaging.router import EventRouter
from shared.service import Service
from shared.web.conflicts import Unreachable
from shared.web.sessions import handlers as sessions

handlers = EventRouter()
handlers.include(recipients.handlers)
handlers.include(letters.handlers)
handlers.include(codes.handlers)
handlers.include(notices.handlers)
handlers.include(merges.handlers)
handlers.include(sessions.handlers)

jobs = Jobs()
jobs.include(code_jobs)
jobs.include(notice_jobs)
jobs.include(sessions.jobs)

service = Service(
    name="notifications",
    title="Nachrichten",
    folder=Path(__file__).parent,
    tables=metadata,
    api=[mailbox, undeliverable, cards],
    pages=[mailbox_pages, delivery_pages],
    handlers=handlers,
    jobs=jobs,
    signs=[LINKS, CODES],
    constraints={
        "delivery_pauses.holder": Unreachable("random"),
        "placements.employment_id, placements.valid_from": Unreachable("written for events"),
        "kept_mail_mentions.mail_id, kept_mail_mentions.person_id": Unreachable(
            "written with mails"
        ),
    },
    workers=[delivery.deliver, delivery.measure, send_codes],
    relay_rest_seconds=0.1,
)
