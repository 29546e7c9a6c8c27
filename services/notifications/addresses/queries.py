"""Which addresses take no mail, when something is to be sent and for the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.addresses.models import AddressHealth
from services.notifications.addresses.models import health as table
from services.notifications.addresses.rules import said_by
from services.notifications.addresses.values import folded
from services.notifications.deliveries.values import Hopeless, Occasion, Verdict
from services.notifications.recipients import queries as recipients
from services.notifications.undeliverable.values import FailureCause
from services.notifications.values import Candidate, Person
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, Shown, computed
from shared.database.reach import crossing

_DEAD = select(table.c.address).where(
    in_list(table.c.address, "addresses"), table.c.suppressed_at.is_not(None)
)
_ANYWHERE = select(table.c.address).where(table.c.suppressed_at.is_not(None))
DEAD = crossing(select(func.count()).select_from(table).where(table.c.suppressed_at.is_not(None)))
"""How many addresses take no mail, whoever has them."""
_SHOWN = (
    Shown("name", "Wer", attrgetter("name")),
    Shown("email", "Adresse", attrgetter("email")),
    Shown("reason", "Grund", attrgetter("reason")),
    Shown("since", "Seit", attrgetter("since")),
)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Somebody whose address takes no mail; ``id`` is theirs."""

    id: UUID
    name: str
    email: str
    reason: str
    since: datetime


async def judge_addresses(
    occasion: Occasion, candidates: Sequence[Candidate]
) -> Mapping[UUID, Verdict]:
    """Nothing goes to an address that takes no mail, whoever has it."""
    people = occasion.directory.people
    asked = {
        each.owed.id: folded(people[each.person_id].email)
        for each in candidates
        if each.person_id is not None and each.person_id in people
    }
    if not asked:
        return {}
    rows = await occasion.session.execute(_DEAD, {"addresses": [*{*asked.values()}]})
    dead = {*rows.scalars()}
    return {
        key: Hopeless(FailureCause.SUPPRESSED) for key, address in asked.items() if address in dead
    }


async def page_of(session: AsyncSession, tenant: str, wanted: KeysetRequest) -> Page[Unreachable]:
    """A municipality's people who cannot be reached, by name."""
    return computed(await _unreachable(session, tenant), wanted, _SHOWN)


async def one(session: AsyncSession, tenant: str, person_id: UUID) -> Unreachable:
    """One of them; raises ``NoResultFound``, also for whom mail reaches."""
    person = await recipients.person_of(session, tenant, person_id)
    for each in await _unreachable(session, tenant, person.email):
        if each.id == person_id:
            return each
    raise NoResultFound


async def count(session: AsyncSession, tenant: str) -> int:
    """How many people of a municipality cannot be reached."""
    dead = (await session.scalars(_ANYWHERE)).all()
    return len(await recipients.reachable_at(session, tenant, dead)) if dead else 0


async def _unreachable(
    session: AsyncSession, tenant: str, email: str | None = None
) -> list[Unreachable]:
    """All, or those with this address; there are few, whoever has them."""
    dead = select(AddressHealth).where(AddressHealth.suppressed_at.is_not(None))
    if email is not None:
        dead = dead.where(AddressHealth.address == folded(email))
    health = {each.address: each for each in await session.scalars(dead)}
    if not health:
        return []
    return [
        _described(person, health[folded(person.email)])
        for person in await recipients.reachable_at(session, tenant, [*health])
    ]


def _described(person: Person, found: AddressHealth) -> Unreachable:
    assert found.suppressed_at is not None
    reason = said_by(found.reply)
    return Unreachable(person.person_id, person.name, person.email, reason, found.suppressed_at)
