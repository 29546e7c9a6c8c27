"""Finished sheets of a school, and of all schools in a year."""

from uuid import UUID

from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.assessment_profiles import rules
from services.surveys.assessment_profiles.values import Profile, Sum
from services.surveys.assessments import queries as assessments
from shared.web.sessions.person import Me


async def profile_of(session: AsyncSession, me: Me, school_id: UUID) -> tuple[str, Profile]:
    """For the school's people and the office; raises ``NoResultFound`` for others."""
    if not await assessments.may_see(session, me, school_id):
        raise NoResultFound
    name = await assessments.school_name(session, me.tenant, school_id)
    sheets = await assessments.of_school(session, me.tenant, school_id)
    return name, rules.profile(sheets)


async def sums_of(session: AsyncSession, tenant: str, year: int) -> list[Sum]:
    """Of all finished sheets of a school year."""
    return rules.sums(await assessments.of_year(session, tenant, year))
