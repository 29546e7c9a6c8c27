"""What people think: surveys that follow an onboarding, answered into sealed urns."""

from pathlib import Path

from services.surveys.answers.pages import pages as answer_pages
from services.surveys.answers.workers import settle_invitations
from services.surveys.assessment_profiles.pages import pages as assessment_profiles
from services.surveys.assessments.models import CONSTRAINTS as OF_ASSESSMENTS
from services.surveys.assessments.pages import pages as assessments
from services.surveys.ballots.jobs import jobs as ballot_jobs
from services.surveys.ballots.models import CONSTRAINTS as OF_BALLOTS
from services.surveys.ballots.pages import pages as ballot_pages
from services.surveys.cards.api import api as cards
from services.surveys.conditions.pages import pages as conditions
from services.surveys.drafts.pages import pages as drafts
from services.surveys.erasures import handlers as erasures
from services.surveys.feedback import handlers as feedback
from services.surveys.feedback.pages import pages as feedback_pages
from services.surveys.feedback.workers import plan_urns
from services.surveys.feedback_questions.pages import pages as feedback_questions
from services.surveys.feedback_results.pages import pages as feedback_results
from services.surveys.focus_topics.models import CONSTRAINTS as OF_TOPICS
from services.surveys.focus_topics.pages import pages as focus_topics
from services.surveys.framework.models import CONSTRAINTS as OF_FRAMEWORK
from services.surveys.framework.pages import pages as framework_pages
from services.surveys.framework_comments.models import CONSTRAINTS as OF_COMMENTS
from services.surveys.framework_comments.pages import pages as framework_comments
from services.surveys.framework_public.pages import pages as framework_public
from services.surveys.framework_standards.pages import pages as framework_standards
from services.surveys.invitations.jobs import jobs as invitation_jobs
from services.surveys.library.pages import pages as library
from services.surveys.linked_assessments.pages import pages as linked_assessments
from services.surveys.linked_measures.pages import pages as linked_measures
from services.surveys.measures.jobs import jobs as measure_jobs
from services.surveys.measures.pages import pages as measures
from services.surveys.models import metadata
from services.surveys.named.models import CONSTRAINTS as OF_NAMED
from services.surveys.named_answers.pages import pages as named_answers
from services.surveys.openings.workers import open_urns
from services.surveys.outsiders.api import api as outsiders
from services.surveys.outsiders.pages import pages as outsider_pages
from services.surveys.own_measures.pages import pages as own_measures
from services.surveys.papers.pages import pages as papers
from services.surveys.pauses.models import CONSTRAINTS as OF_PAUSES
from services.surveys.people import handlers as people
from services.surveys.plans.pages import pages as plans
from services.surveys.previews.pages import pages as previews
from services.surveys.public_reports.pages import pages as public_reports
from services.surveys.pulses import handlers as pulses
from services.surveys.pulses.jobs import jobs as pulse_jobs
from services.surveys.questionnaire_files.pages import pages as questionnaire_files
from services.surveys.questionnaire_versions.pages import pages as questionnaire_versions
from services.surveys.questionnaires.api import api as questionnaires
from services.surveys.questionnaires.pages import pages as questionnaire_pages
from services.surveys.results.api import api as results
from services.surveys.results.pages import pages as result_pages
from services.surveys.runner.pages import pages as runner_pages
from services.surveys.stopped_urns.workers import measure_stopped_urns
from services.surveys.survey_groups import handlers as survey_groups
from services.surveys.survey_groups.models import CONSTRAINTS as OF_GROUPS
from services.surveys.survey_reports.models import CONSTRAINTS as OF_REPORTS
from services.surveys.survey_reports.pages import pages as survey_reports
from services.surveys.survey_results.api import api as own_results
from services.surveys.survey_results.pages import pages as survey_results
from services.surveys.surveys import handlers as planned
from services.surveys.surveys.pages import pages as survey_pages
from services.surveys.surveys.workers import open_surveys
from services.surveys.synopses.pages import pages as synopses
from services.surveys.urns.jobs import jobs as urn_jobs
from services.surveys.workplaces import handlers as workplaces
from shared.contracts.feedback import FEEDBACK_PAGE
from shared.contracts.services import TITLES
from shared.contracts.surveys import QUESTIONNAIRE_PAGE, SURVEY_PAGE
from shared.jobs.scheduler import Jobs
from shared.messaging.router import EventRouter
from shared.retention import chosen, holds
from shared.service import Service
from shared.web import idempotency
from shared.web.conflicts import Unreachable
from shared.web.retention.pages import retention_pages
from shared.web.sessions import handlers as sessions

jobs = Jobs()
jobs.include(pulse_jobs)
jobs.include(invitation_jobs)
jobs.include(urn_jobs)
jobs.include(measure_jobs)
jobs.include(ballot_jobs)
jobs.include(sessions.jobs)
jobs.include(idempotency.jobs)

handlers = EventRouter()
handlers.include(pulses.handlers)
handlers.include(feedback.handlers)
handlers.include(people.handlers)
handlers.include(workplaces.handlers)
handlers.include(survey_groups.handlers)
handlers.include(planned.handlers)
handlers.include(sessions.handlers)
handlers.include(holds.handlers)
handlers.include(chosen.handlers)
handlers.include(erasures.handlers)

service = Service(
    name="surveys",
    title=TITLES["surveys"],
    folder=Path(__file__).parent,
    tables=metadata,
    api=[cards, outsiders, results, own_results, questionnaires],
    pages=[
        answer_pages,
        result_pages,
        feedback_pages,
        feedback_questions,
        feedback_results,
        measures,
        linked_measures,
        own_measures,
        focus_topics,
        assessments,
        linked_assessments,
        assessment_profiles,
        framework_public,
        framework_comments,
        framework_standards,
        synopses,
        ballot_pages,
        framework_pages,
        plans,
        survey_pages,
        named_answers,
        survey_results,
        survey_reports,
        public_reports,
        runner_pages,
        questionnaire_files,
        library,
        questionnaire_pages,
        conditions,
        drafts,
        papers,
        previews,
        questionnaire_versions,
        outsider_pages,
        retention_pages("surveys", metadata),
    ],
    handlers=handlers,
    jobs=jobs,
    workers=[plan_urns, settle_invitations, open_surveys, measure_stopped_urns],
    companions={"surveys-urn": open_urns},
    constraints={
        **OF_FRAMEWORK,
        **OF_TOPICS,
        **OF_GROUPS,
        **OF_ASSESSMENTS,
        **OF_COMMENTS,
        **OF_BALLOTS,
        **OF_NAMED,
        **OF_REPORTS,
        **OF_PAUSES,
        **idempotency.CONSTRAINTS,
        "workplaces.employment_id, workplaces.valid_from": Unreachable("upserted"),
        "pulses.onboarding_id, pulses.occasion": Unreachable("planned by events and the clock"),
        "surveys.tenant, surveys.occasion, surveys.school_year": Unreachable("begun by the clock"),
        "urn_invitations.survey_id, urn_invitations.person_mac": Unreachable("passed over"),
        "urn_tokens.hash": Unreachable("random"),
        "slips.urn_id, slips.id": Unreachable("random"),
        "questionnaire_versions.questionnaire_id, questionnaire_versions.number": Unreachable(
            "counted under a lock"
        ),
        "questionnaire_versions.questionnaire_id, questionnaire_versions.sha256": Unreachable(
            "looked for under a lock"
        ),
        "library_items.line, library_items.number": Unreachable("looked for under a lock"),
        "tallies.urn_id, tallies.question_key, tallies.row_key, tallies.group_code,"
        " tallies.value_key": Unreachable("written once, by who holds the keys"),
    },
    rest_seconds=0.1,
    relay_rest_seconds=0.1,
    uncounted=[SURVEY_PAGE.route, FEEDBACK_PAGE.route, QUESTIONNAIRE_PAGE.route],
)
