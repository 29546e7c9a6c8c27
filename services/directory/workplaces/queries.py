"""The schools, the carrier and the office of a worker, with those who act for them."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import carriers_of, of_person
from services.directory.employments.values import State, Wanted, state_of
from services.directory.entries.queries import asker_of, names_and_mails
from services.directory.organizations.queries import (
    acting,
    municipality_of,
    organizations_by_id,
    schools_by_number,
)
from services.directory.people.values import Asker
from services.directory.placements.queries import timelines
from services.directory.placements.values import latest_begun
from services.directory.workplaces.values import Workplace
from shared.contracts.directory import OrganizationKind
from shared.web.sessions.person import Me

_ORDER = [OrganizationKind.SCHOOL, OrganizationKind.CARRIER, OrganizationKind.MUNICIPALITY]


async def own(session: AsyncSession, me: Me, today: date) -> list[Workplace]:
    """The worker's of today or, before the first day, to come; nothing once they have left."""
    known = await of_person(session, Wanted(me.tenant, None, today), me.person_id)
    stand = [each for each in known if state_of(each, today) in (State.CURRENT, State.COMING)]
    if not stand:
        return []
    found = await timelines(session, me.tenant, stand)
    spans = [latest_begun(each, today) for each in found.values()]
    hours = {
        each.school_number: each.weekly_hours
        for span in spans
        if span
        for each in span.placements
        if each.school_number
    }
    schools = await schools_by_number(session, hours)
    places = {row.id: hours[number] for (_, number), row in schools.items()}
    carriers = await carriers_of(session, me.tenant, [each.id for each in stand])
    office = await municipality_of(session, me.tenant)
    others = {*carriers.values(), *([office] if office else [])}
    return await _described(session, asker_of(me, today), places, others)


async def _described(
    session: AsyncSession, asker: Asker, places: dict[UUID, Decimal], others: set[UUID]
) -> list[Workplace]:
    found = await organizations_by_id(session, asker.tenant, {*places, *others})
    people = await acting(session, asker.tenant, found)
    ids = {row.id for each in people.values() for row in each.values()}
    seen = await names_and_mails(session, asker, ids)
    workplaces = [
        Workplace(
            each.name,
            OrganizationKind(each.kind),
            places.get(key),
            [
                (role, *seen[row.id])
                for role, row in sorted(people.get(key, {}).items())
                if row.id in seen
            ],
        )
        for key, each in found.items()
    ]
    return sorted(workplaces, key=lambda each: (_ORDER.index(each.kind), each.name))
