"""Workers of a municipality without a qualification."""

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Onboarding, Person
from services.trainings.qualification_kinds import queries as kinds
from services.trainings.qualification_kinds.values import Kind
from services.trainings.qualifications import queries as qualifications
from shared.database.paging import KeysetRequest, Page, paginate


async def chosen(session: AsyncSession, tenant: str, wanted: str) -> Kind | None:
    """The wanted one, or the first that is asked of all; None where none is."""
    known = await kinds.kinds(session, tenant)
    found = [each for each in known if str(each.id) == wanted]
    return next(iter(found or [each for each in known if each.asked]), None)


async def page_of(
    session: AsyncSession, tenant: str, kind: Kind, wanted: KeysetRequest, today: date
) -> Page[Person]:
    """Who works here today and has never had it, by name."""
    works = exists().where(
        Onboarding.tenant == tenant,
        Onboarding.worker_id == Person.person_id,
        Onboarding.start_date <= today,
        Onboarding.last_day.is_(None) | (Onboarding.last_day >= today),
    )
    query = select(Person).where(
        Person.tenant == tenant,
        Person.merged_into.is_(None),
        works,
        ~qualifications.was_ever(tenant, kind.id, Person.person_id),
    )
    by = (Person.family_name, Person.given_name, Person.person_id)
    return await paginate(session, query, wanted, by=by)
