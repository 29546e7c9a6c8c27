"""Keeps who is in the groups of a survey from its start until people are asked."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import delete

from services.surveys.survey_groups import gateways
from services.surveys.survey_groups.models import SurveyMember, survey_members
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.neighbours import ServiceClient


async def ask(client: ServiceClient, tenant: str, groups: Sequence[str]) -> frozenset[UUID]:
    """Who is in any of these now, as the directory says; raises ``NoAnswer``."""
    return await gateways.members(client, tenant, groups)


async def keep(uow: UnitOfWork, tenant: str, survey_id: UUID, people: Collection[UUID]) -> None:
    """From now on these, whoever comes into a group or leaves it."""
    rows = [
        row_of(SurveyMember)(tenant=tenant, survey_id=survey_id, person_id=each)
        for each in sorted(people)
    ]
    if rows:
        await insert_rows(uow.session, survey_members, rows)


async def forget(uow: UnitOfWork, tenant: str, survey_id: UUID) -> None:
    """They are asked, or nobody is."""
    mine = (survey_members.c.tenant == tenant, survey_members.c.survey_id == survey_id)
    await uow.session.execute(delete(survey_members).where(*mine))
