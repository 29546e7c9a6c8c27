"""Trainings, assembled."""

from pathlib import Path

from services.trainings.actions.jobs import jobs as reminders
from services.trainings.actions.pages import pages as action_pages
from services.trainings.agenda.models import CONSTRAINTS as AGENDA
from services.trainings.agenda.pages import pages as agenda_pages
from services.trainings.alike.pages import pages as alike_pages
from services.trainings.answers.jobs import jobs as answer_times
from services.trainings.answers.models import CONSTRAINTS as ANSWERS
from services.trainings.answers.pages import pages as answer_pages
from services.trainings.approvals.pages import pages as approval_pages
from services.trainings.attendance.jobs import jobs as presences
from services.trainings.attendance.models import CONSTRAINTS as ATTENDANCE
from services.trainings.attendance.pages import pages as attendance_pages
from services.trainings.audiences.pages import pages as group_pages
from services.trainings.badges.pages import pages as badge_pages
from services.trainings.belongings import handlers as belongings
from services.trainings.belongings.models import CONSTRAINTS as BELONGINGS
from services.trainings.calendar.models import CONSTRAINTS as CALENDARS
from services.trainings.calendar.pages import pages as calendar_pages
from services.trainings.calendar_declines import handlers as calendar_declines
from services.trainings.cards.api import api as cards
from services.trainings.catalogue.pages import pages as catalogue_pages
from services.trainings.certificate_checks.pages import pages as check_pages
from services.trainings.certificate_details.pages import pages as certificate_detail_pages
from services.trainings.certificate_senders.models import CONSTRAINTS as SENDERS
from services.trainings.certificate_senders.pages import pages as certificate_sender_pages
from services.trainings.certificates.jobs import jobs as retention
from services.trainings.certificates.models import CONSTRAINTS as CERTIFICATES
from services.trainings.certificates.pages import pages as certificate_pages
from services.trainings.check_ins.pages import pages as check_in_pages
from services.trainings.decisions.models import CONSTRAINTS as DECISIONS
from services.trainings.decisions.pages import pages as decision_pages
from services.trainings.door_codes.models import CONSTRAINTS as DOOR_CODES
from services.trainings.door_codes.pages import pages as door_code_pages
from services.trainings.duties.pages import pages as duty_pages
from services.trainings.erasures import handlers as erasures
from services.trainings.exchanges.pages import pages as exchange_pages
from services.trainings.external_reviews.pages import pages as review_pages
from services.trainings.externals.pages import pages as external_pages
from services.trainings.feedback_rights.jobs import jobs as feedback_jobs
from services.trainings.feedback_rights.pages import pages as feedback_pages
from services.trainings.feeds.pages import pages as feed_pages
from services.trainings.figures.pages import pages as figure_pages
from services.trainings.gatherings.pages import pages as gathering_pages
from services.trainings.guest_invites.pages import pages as guest_invite_pages
from services.trainings.guests.jobs import jobs as guest_times
from services.trainings.guests.models import CONSTRAINTS as GUESTS
from services.trainings.guests.pages import pages as guest_pages
from services.trainings.histories.pages import pages as history_pages
from services.trainings.invitations.jobs import jobs as invitation_times
from services.trainings.invitations.models import CONSTRAINTS as INVITATIONS
from services.trainings.invitations.pages import pages as invitation_pages
from services.trainings.later_registrations.api import api as later_registrations
from services.trainings.linked_actions.pages import pages as linked_action_pages
from services.trainings.linked_guests.pages import pages as linked_guest_pages
from services.trainings.linked_invitations.pages import pages as linked_invitation_pages
from services.trainings.linked_registrations.pages import pages as linked_pages
from services.trainings.merges import handlers as merges
from services.trainings.merges.models import CONSTRAINTS as MERGED
from services.trainings.minutes.models import CONSTRAINTS as MINUTES
from services.trainings.minutes.pages import pages as minutes_pages
from services.trainings.missing_qualifications.pages import pages as missing_pages
from services.trainings.models import metadata
from services.trainings.onboarding import handlers as onboarding
from services.trainings.onboarding.jobs import jobs as endings
from services.trainings.open_approvals.pages import pages as open_approval_pages
from services.trainings.outsiders.api import api as outsiders
from services.trainings.outsiders.pages import pages as outsider_pages
from services.trainings.own_actions.pages import pages as own_action_pages
from services.trainings.own_answers.pages import pages as own_answer_pages
from services.trainings.own_certificates.pages import pages as own_certificate_pages
from services.trainings.own_invitations.pages import pages as own_invitation_pages
from services.trainings.programs.api import api as programs
from services.trainings.progress.pages import pages as progress_pages
from services.trainings.projects.models import CONSTRAINTS as PROJECTS
from services.trainings.projects.pages import pages as project_pages
from services.trainings.proposals import handlers as topic_handlers
from services.trainings.proposals.api import api as topics
from services.trainings.proposals.models import CONSTRAINTS as PROPOSALS
from services.trainings.proposals.pages import pages as proposal_pages
from services.trainings.proposals.workers import answer_supporters
from services.trainings.published_minutes.pages import pages as published_pages
from services.trainings.qualification_kinds.models import CONSTRAINTS as QUALIFICATION_KINDS
from services.trainings.qualification_kinds.pages import pages as kind_pages
from services.trainings.qualifications.jobs import jobs as qualification_ends
from services.trainings.qualifications.pages import pages as qualification_pages
from services.trainings.questions.models import CONSTRAINTS as QUESTIONS
from services.trainings.questions.pages import pages as question_pages
from services.trainings.quotas.jobs import jobs as quota_ends
from services.trainings.quotas.models import CONSTRAINTS as QUOTAS
from services.trainings.quotas.pages import pages as quota_pages
from services.trainings.registrations.pages import pages as participant_pages
from services.trainings.seats.jobs import jobs as offers
from services.trainings.seats.models import CONSTRAINTS as SEATS
from services.trainings.series.pages import pages as series_pages
from services.trainings.shared_lists.jobs import jobs as shared_lists
from services.trainings.shared_lists.pages import pages as shared_list_pages
from services.trainings.short_offers.jobs import jobs as short_offers
from services.trainings.speakers.pages import pages as speaker_pages
from services.trainings.starters.pages import pages as starter_pages
from services.trainings.statements.jobs import jobs as vote_times
from services.trainings.statements.models import CONSTRAINTS as STATEMENTS
from services.trainings.statements.pages import pages as statement_pages
from services.trainings.tasks import handlers as tasks_done
from services.trainings.tasks.api import api as tasks
from services.trainings.tasks.pages import pages as task_pages
from services.trainings.tasks.use_cases import KEEPING
from services.trainings.templates.api import api as templates
from services.trainings.templates.use_cases import ensure_default
from services.trainings.walk_ins.pages import pages as walk_in_pages
from services.trainings.withdrawals.pages import pages as withdrawal_pages
from services.trainings.workshop_choices.pages import pages as workshop_choice_pages
from services.trainings.workshop_seats.models import CONSTRAINTS as WORKSHOP_SEATS
from services.trainings.workshop_seats.pages import pages as workshop_seat_pages
from services.trainings.workshops.pages import pages as workshop_pages
from shared.contracts.services import TITLES
from shared.jobs.scheduler import Jobs
from shared.messaging.router import EventRouter
from shared.retention import chosen, holds
from shared.service import Service
from shared.web import idempotency
from shared.web.conflicts import Conflict
from shared.web.neighbours import close_connections
from shared.web.retention.pages import retention_pages
from shared.web.sessions import handlers as sessions

jobs = Jobs()
jobs.include(idempotency.jobs)
jobs.include(endings)
jobs.include(offers)
jobs.include(quota_ends)
jobs.include(guest_times)
jobs.include(answer_times)
jobs.include(invitation_times)
jobs.include(presences)
jobs.include(reminders)
jobs.include(retention)
jobs.include(feedback_jobs)
jobs.include(shared_lists)
jobs.include(qualification_ends)
jobs.include(short_offers)
jobs.include(vote_times)
jobs.include(sessions.jobs)

handlers = EventRouter()
handlers.include(onboarding.handlers)
handlers.include(tasks_done.handlers)
handlers.include(merges.handlers)
handlers.include(belongings.handlers)
handlers.include(calendar_declines.handlers)
handlers.include(topic_handlers.handlers)
handlers.include(sessions.handlers)
handlers.include(holds.handlers)
handlers.include(chosen.handlers)
handlers.include(erasures.handlers)

_VERSION = "templates.tenant, templates.carrier_id, templates.school_type, templates.version"

service = Service(
    name="trainings",
    title=TITLES["trainings"],
    folder=Path(__file__).parent,
    tables=metadata,
    api=[cards, outsiders, templates, tasks, programs, topics, later_registrations],
    pages=[
        task_pages,
        duty_pages,
        progress_pages,
        starter_pages,
        series_pages,
        gathering_pages,
        exchange_pages,
        figure_pages,
        history_pages,
        agenda_pages,
        minutes_pages,
        decision_pages,
        published_pages,
        action_pages,
        own_action_pages,
        linked_action_pages,
        walk_in_pages,
        approval_pages,
        open_approval_pages,
        participant_pages,
        quota_pages,
        question_pages,
        own_answer_pages,
        answer_pages,
        group_pages,
        alike_pages,
        invitation_pages,
        own_invitation_pages,
        linked_invitation_pages,
        workshop_pages,
        workshop_seat_pages,
        calendar_pages,
        catalogue_pages,
        withdrawal_pages,
        workshop_choice_pages,
        feed_pages,
        linked_pages,
        guest_invite_pages,
        guest_pages,
        linked_guest_pages,
        attendance_pages,
        check_in_pages,
        door_code_pages,
        certificate_detail_pages,
        certificate_sender_pages,
        certificate_pages,
        own_certificate_pages,
        check_pages,
        speaker_pages,
        project_pages,
        proposal_pages,
        feedback_pages,
        statement_pages,
        badge_pages,
        shared_list_pages,
        external_pages,
        review_pages,
        kind_pages,
        missing_pages,
        qualification_pages,
        outsider_pages,
        retention_pages("trainings", metadata, [KEEPING]),
    ],
    handlers=handlers,
    jobs=jobs,
    retention=[KEEPING],
    workers=[close_connections, answer_supporters],
    rest_seconds=0.1,
    constraints={
        **idempotency.CONSTRAINTS,
        **SEATS,
        **QUOTAS,
        **BELONGINGS,
        **SENDERS,
        **QUESTIONS,
        **ANSWERS,
        **INVITATIONS,
        **WORKSHOP_SEATS,
        **MERGED,
        **GUESTS,
        **AGENDA,
        **MINUTES,
        **DECISIONS,
        **CALENDARS,
        **ATTENDANCE,
        **DOOR_CODES,
        **CERTIFICATES,
        **PROJECTS,
        **STATEMENTS,
        **PROPOSALS,
        **QUALIFICATION_KINDS,
        _VERSION: Conflict(
            code="overtaken",
            title="Somebody else has changed this meanwhile",
            field="version",
            reason="was added by another request at the same time",
        ),
        "template_tasks.template_id, template_tasks.code": Conflict(
            code="code-named-twice",
            title="Two tasks of a template bear the same code",
            field="tasks",
            reason="name a code twice",
        ),
    },
    preparations=[ensure_default],
)
