"""An office publishes what came of a survey."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from services.surveys.survey_reports.forms import PublishForm
from services.surveys.survey_reports.models import SurveyReport
from services.surveys.survey_results import queries as results
from services.surveys.survey_results.values import Report
from services.surveys.surveys import queries as surveys
from services.surveys.surveys.values import Secrecy, last_day_of
from shared.contracts.accounts import AccessRole
from shared.contracts.surveys import ResultsPublished
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me


async def publish(uow: UnitOfWork, me: Me, survey_id: UUID, given: PublishForm) -> SurveyReport:
    """Frozen as it may be shown now; there is no second cut of it. Raises ``Problem``."""
    row = await surveys.one(uow.session, me.tenant, survey_id)
    found = await results.report_of(uow.session, row)
    if found is None or row.secrecy is not Secrecy.SEALED or row.closes_at is None:
        raise Problem(409, "nothing-to-publish", "There is nothing to publish")
    if await uow.session.scalar(
        select(SurveyReport.id).where(
            SurveyReport.tenant == me.tenant, SurveyReport.survey_id == survey_id
        )
    ):
        raise Problem(409, "already-published", "A report is published already")
    report = SurveyReport(
        tenant=me.tenant,
        survey_id=survey_id,
        title=row.title,
        introduction=given.introduction,
        asked_whom=await surveys.rule_in_words(uow.session, me.tenant, surveys.rule_of(row)),
        ended_on=last_day_of(row.closes_at),
        report=_chosen(found, given.questions).model_dump(mode="json"),
        public=given.public,
        published_at=uow.now,
    )
    uow.session.add(report)
    await uow.session.flush()
    told = ResultsPublished(
        survey_id=survey_id,
        report_id=report.id,
        invited=found.asked,
        answered=found.answered,
        roles=tuple(AccessRole(each) for each in row.roles),
        public=given.public,
    )
    uow.announce(told, me.cause)
    return report


def _chosen(found: Report, questions: Collection[str]) -> Report:
    chosen = tuple(each for each in found.findings if each.key in questions)
    if not chosen:
        errors = [FieldError("questions", "names none of it")]
        raise Problem(409, "nothing-chosen", "No question is chosen", errors=errors)
    return found.model_copy(update={"findings": chosen})
