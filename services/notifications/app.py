"""Notifications: who is told what."""

from pathlib import Path

from services.notifications.addresses.pages import pages as addresses
from services.notifications.announcements import handlers as announcements
from services.notifications.announcements.jobs import jobs as announcement_jobs
from services.notifications.announcements.models import CONSTRAINTS
from services.notifications.announcements.pages import pages as announcement_pages
from services.notifications.attempts import handlers as attempts
from services.notifications.attempts.jobs import jobs as attempt_jobs
from services.notifications.attempts.pages import pages as attempt_pages
from services.notifications.bounces.api import LARGEST_REPORT
from services.notifications.bounces.api import api as bounces
from services.notifications.cards.api import api as cards
from services.notifications.codes import handlers as codes
from services.notifications.codes.jobs import jobs as code_jobs
from services.notifications.codes.workers import send_codes
from services.notifications.counting.pages import pages as counting
from services.notifications.counting.workers import wake_shown
from services.notifications.delivery_log.pages import pages as delivery_log
from services.notifications.dispatches.pages import pages as dispatches
from services.notifications.endpoints.api import api as endpoints
from services.notifications.endpoints.jobs import jobs as endpoint_jobs
from services.notifications.endpoints.pages import pages as endpoint_pages
from services.notifications.erasures import handlers as erasures
from services.notifications.farewells import handlers as farewells
from services.notifications.gatherings import handlers as gatherings
from services.notifications.gatherings.jobs import jobs as gathering_jobs
from services.notifications.hours.pages import pages as hours
from services.notifications.inbox.api import api as inbox
from services.notifications.inbox.pages import pages as inbox_pages
from services.notifications.linked_announcements.pages import pages as linked_announcements
from services.notifications.mailbox.api import api as mailbox
from services.notifications.mailbox.pages import pages as mailbox_pages
from services.notifications.matters import handlers as matters
from services.notifications.merges import handlers as merges
from services.notifications.messages import handlers as messages
from services.notifications.messages.jobs import jobs as message_jobs
from services.notifications.models import metadata
from services.notifications.own_announcements.pages import pages as own_announcements
from services.notifications.own_hours.pages import pages as own_hours
from services.notifications.posting.workers import post_events
from services.notifications.preferences.pages import pages as preferences
from services.notifications.recipients import handlers as recipients
from services.notifications.sending import workers as sending
from services.notifications.sending.pages import pages as sending_pages
from services.notifications.texts.models import CONSTRAINTS as TEXT_CONSTRAINTS
from services.notifications.texts.pages import pages as texts
from services.notifications.topics import handlers as topics
from services.notifications.topics.workers import tell_supporters
from services.notifications.undeliverable.api import api as undeliverable
from services.notifications.unkept import handlers as unkept
from services.notifications.unkept.workers import write_unkept
from services.notifications.unsubscribing.pages import pages as unsubscribing
from shared.contracts.notifications import CODES, LINKS, SUPPORTERS
from shared.contracts.services import TITLES
from shared.jobs.scheduler import Jobs
from shared.messaging.router import EventRouter
from shared.retention import chosen, holds
from shared.service import Service
from shared.web import idempotency
from shared.web.conflicts import Conflict, Unreachable
from shared.web.neighbours import close_connections
from shared.web.retention.pages import retention_pages
from shared.web.sessions import handlers as sessions

handlers = EventRouter()
handlers.include(recipients.handlers)
handlers.include(messages.handlers)
handlers.include(codes.handlers)
handlers.include(merges.handlers)
handlers.include(attempts.handlers)
handlers.include(announcements.handlers)
handlers.include(gatherings.handlers)
handlers.include(matters.handlers)
handlers.include(topics.handlers)
handlers.include(unkept.handlers)
handlers.include(sessions.handlers)
handlers.include(holds.handlers)
handlers.include(chosen.handlers)
handlers.include(erasures.handlers)
handlers.include(farewells.handlers)

jobs = Jobs()
jobs.include(code_jobs)
jobs.include(message_jobs)
jobs.include(endpoint_jobs)
jobs.include(attempt_jobs)
jobs.include(idempotency.jobs)
jobs.include(announcement_jobs)
jobs.include(gathering_jobs)
jobs.include(sessions.jobs)

service = Service(
    name="notifications",
    title=TITLES["notifications"],
    folder=Path(__file__).parent,
    tables=metadata,
    api=[cards, mailbox, undeliverable, bounces, inbox, endpoints],
    pages=[
        mailbox_pages,
        sending_pages,
        preferences,
        own_hours,
        hours,
        addresses,
        dispatches,
        delivery_log,
        unsubscribing,
        counting,
        inbox_pages,
        endpoint_pages,
        attempt_pages,
        announcement_pages,
        own_announcements,
        linked_announcements,
        texts,
        retention_pages("notifications", metadata),
    ],
    handlers=handlers,
    jobs=jobs,
    signs=[LINKS, CODES, SUPPORTERS],
    constraints={
        **CONSTRAINTS,
        **TEXT_CONSTRAINTS,
        **idempotency.CONSTRAINTS,
        "inbox_items.message_id, inbox_items.person_id": Unreachable("upserted"),
        "delivery_pauses.holder": Unreachable("random"),
        "deliveries.message_id, deliveries.channel": Unreachable("written with messages"),
        "preferences.person_id, preferences.topic, preferences.channel": Unreachable("upserted"),
        "bundles.person_id, bundles.tenant, bundles.due_at": Unreachable("inserted if missing"),
        "town_hours.tenant": Conflict(
            code="overtaken",
            title="Somebody else has changed this meanwhile",
            field="version",
            reason="was set by somebody else at the same time",
        ),
        "placements.employment_id, placements.valid_from": Unreachable("written for events"),
        "calendar_entries.registration_id, calendar_entries.date_id": Unreachable("upserted"),
        "gathering_reminders.date_id, gathering_reminders.lead, gathering_reminders.day": (
            Unreachable("inserted if missing")
        ),
        "unkept_mailings.kind, unkept_mailings.about_id": Unreachable("passed over"),
        "address_health.address": Unreachable("written where it is missing"),
        "kept_mail_mentions.mail_id, kept_mail_mentions.person_id": Unreachable(
            "written with mails"
        ),
    },
    workers=[
        sending.deliver,
        sending.measure,
        send_codes,
        wake_shown,
        tell_supporters,
        post_events,
        close_connections,
        write_unkept,
    ],
    large_bodies={"/bounces": LARGEST_REPORT},
    relay_rest_seconds=0.1,
)
