"""The office says for which group a gathering is."""

from collections.abc import Sequence
from uuid import UUID

from services.trainings.audiences import gateways, queries
from services.trainings.audiences.models import InvitedGroup
from services.trainings.audiences.values import Membership
from services.trainings.gatherings import use_cases as gatherings
from services.trainings.gatherings.values import Amendment
from services.trainings.seats import use_cases as seats
from services.trainings.values import Audience
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.neighbours import NoAnswer, ServiceClient
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me


async def choose(
    uow: UnitOfWork, me: Me, gathering_id: UUID, group_id: UUID, known: Sequence[tuple[str, str]]
) -> None:
    """Who is registered already stays so; raises ``Problem`` for a group that is not ``known``."""
    row = await seats.hold(uow, me.tenant, gathering_id)
    name = dict(known).get(str(group_id))
    if name is None:
        errors = [FieldError("group_id", "is no group")]
        raise Problem(409, "no-such-group", "There is no such group", errors=errors)
    chosen = await queries.of(uow.session, me.tenant, gathering_id)
    if chosen is None:
        chosen = InvitedGroup(tenant=row.tenant, gathering_id=row.id, group_id=group_id, name=name)
        uow.session.add(chosen)
    else:
        chosen.group_id, chosen.name = group_id, name
    wanted = Amendment(whole={"audience": Audience.GROUP}, date={})
    await gatherings.amend(uow, me, gathering_id, wanted)


async def groups(client: ServiceClient, tenant: str) -> Sequence[tuple[str, str]] | None:
    """Ids and names of all; None where the directory is away."""
    try:
        return await gateways.groups(client, tenant)
    except NoAnswer:
        return None


async def members(
    client: ServiceClient, tenant: str, group_id: UUID | None
) -> frozenset[UUID] | None:
    """Whoever is in a group today, of one that is gone nobody; None where the directory is away."""
    if group_id is None:
        return frozenset()
    try:
        return frozenset(await gateways.members(client, tenant, group_id))
    except NoAnswer:
        return None


async def membership(client: ServiceClient, group_id: UUID | None) -> Membership:
    """Of whoever asks, in the group that is asked for."""
    if group_id is None:
        return Membership()
    try:
        member = await gateways.is_member(client, group_id)
    except NoAnswer:
        return Membership(away=True)
    return Membership(group_id if member else None)
