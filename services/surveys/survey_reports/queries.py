"""What was published."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.survey_reports.models import SurveyReport
from services.surveys.survey_results import queries as results
from services.surveys.survey_results.values import METHOD, Report
from shared.database.paging import KeysetRequest, Page, paginate
from shared.database.reach import crossing
from shared.german import short_date

PUBLISHED_LATELY = select(func.count()).where(
    SurveyReport.tenant == bindparam("tenant"), SurveyReport.published_at > bindparam("since")
)
"""How many there are since a moment."""


async def of_survey(session: AsyncSession, tenant: str, survey_id: UUID) -> UUID | None:
    """Its report, if it is published."""
    mine = (SurveyReport.tenant == tenant, SurveyReport.survey_id == survey_id)
    return await session.scalar(select(SurveyReport.id).where(*mine))


async def page_of(session: AsyncSession, tenant: str, page: KeysetRequest) -> Page[SurveyReport]:
    """From the newest on."""
    query = select(SurveyReport).where(SurveyReport.tenant == tenant)
    newest = replace(page, sort=f"-{SurveyReport.published_at.key}")
    return await paginate(session, query, newest, by=(SurveyReport.published_at, SurveyReport.id))


async def one(session: AsyncSession, tenant: str, report_id: UUID) -> SurveyReport:
    """Raises ``NoResultFound``."""
    mine = (SurveyReport.tenant == tenant, SurveyReport.id == report_id)
    return (await session.scalars(select(SurveyReport).where(*mine))).one()


async def public(session: AsyncSession, report_id: UUID) -> SurveyReport:
    """Of any municipality, where its office lets everybody read it; raises ``NoResultFound``."""
    mine = (SurveyReport.id == report_id, SurveyReport.public)
    return (await session.scalars(crossing(select(SurveyReport).where(*mine)))).one()


def report_in(row: SurveyReport) -> Report:
    return Report.model_validate(row.report)


def paragraphs(row: SurveyReport) -> Sequence[str]:
    return [each for each in row.introduction.split("\n\n") if each.strip()]


async def file_of(row: SurveyReport) -> bytes:
    """As a PDF that screen readers can read, with method and base."""
    facts = [
        ("Gefragt waren", row.asked_whom),
        ("Antworten bis", short_date(row.ended_on)),
        ("Veröffentlicht am", short_date(row.published_at)),
    ]
    return await results.file_of(row.title, facts, report_in(row), [METHOD], paragraphs(row))
