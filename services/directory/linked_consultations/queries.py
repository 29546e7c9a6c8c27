"""Who a link belongs to, and as what they may ask."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import grants_of
from services.directory.bonds.queries import acting_for
from services.directory.employments.queries import of_person
from services.directory.employments.values import State, Wanted, state_of
from services.directory.linked_consultations.values import LinkHolder
from services.directory.people.queries import people_anywhere, survivor_of
from shared.contracts.accounts import AccessRole, effective
from shared.contracts.directory import OrganizationKind, Role
from shared.ids import new_id
from shared.messaging.event import Cause

_ACTING = {
    (Role.HEAD, OrganizationKind.SCHOOL): AccessRole.HEAD,
    (Role.CARRIER, OrganizationKind.CARRIER): AccessRole.CARRIER,
}
_ASKING = (AccessRole.WORKER, AccessRole.HEAD, AccessRole.CARRIER)
"""In this order, where somebody is more than one of them."""
_EMPLOYED = (State.CURRENT, State.COMING)


class _Capacity(NamedTuple):
    role: AccessRole
    organization_id: UUID | None = None


async def holder_of(
    session: AsyncSession, served: Collection[str], person_id: UUID, today: date
) -> LinkHolder | None:
    """Who may ask by the link of this person; None for who may not, or not any more.

    Somebody who was merged asks as whoever stands for them.
    """
    person = (await people_anywhere(session, [person_id])).get(person_id)
    if person is None or person.tenant not in served:
        return None
    tenant = person.tenant
    found = await survivor_of(session, tenant, person_id) or person_id
    capacity = await _capacity(session, tenant, found, today)
    if capacity is None:
        return None
    return LinkHolder(
        tenant, capacity.role, found, capacity.organization_id, Cause(tenant, new_id())
    )


async def _capacity(
    session: AsyncSession, tenant: str, person_id: UUID, today: date
) -> _Capacity | None:
    """The first of what they are there today, with an account or without."""
    granted = effective(await grants_of(session, person_id), [tenant], today)
    may = [_Capacity(each.role, each.organization_id) for each in granted]
    acting = [
        (row, _ACTING.get((row.role, row.kind)))
        for row in await acting_for(session, tenant, [person_id], today)
    ]
    may += [_Capacity(role, row.id) for row, role in acting if role]
    if not any(each.role is AccessRole.WORKER for each in may):
        jobs = await of_person(session, Wanted(tenant, None, today), person_id)
        if any(state_of(each, today) in _EMPLOYED for each in jobs):
            may.append(_Capacity(AccessRole.WORKER))
    return next((each for role in _ASKING for each in may if each.role is role), None)
