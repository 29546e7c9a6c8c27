"""Whom an asker may correct."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.corrections.values import Past
from services.directory.employments.queries import standing
from services.directory.entries import queries as entries
from services.directory.entries.values import Reached, Seen
from services.directory.merges.queries import survivor_seen
from services.directory.people import queries as people
from services.directory.people.values import AddressKind, Asker, FormerKind, SeenBy
from shared.contracts.words import word
from shared.web.kit.words import shown


async def correctable(
    session: AsyncSession, asker: Asker, person_id: UUID, *, own: bool = False
) -> Seen:
    """The office's are everybody, a carrier's those it employs, and ``own`` oneself, too.

    Raises ``NoResultFound``.
    """
    found = await entries.one(session, asker, person_id)
    office = asker.seen_by is SeenBy.OFFICE
    if found is None or not (office or found.employed or (own and person_id == asker.person_id)):
        raise NoResultFound
    return found


async def standing_for(session: AsyncSession, asker: Asker, person_id: UUID) -> UUID | None:
    """Who stands for somebody who was merged, where the asker may correct them."""
    survivor = await survivor_seen(session, asker, person_id)
    try:
        return survivor and (await correctable(session, asker, survivor)).id
    except NoResultFound:
        return None


async def seen_address(
    session: AsyncSession, asker: Asker, person_id: UUID, address_id: UUID
) -> Reached:
    """One that holds today and that the asker sees and may change; raises ``NoResultFound``."""
    found = await correctable(session, asker, person_id, own=True)
    held = [each for each in found.addresses if each.id == address_id]
    if not held:
        raise NoResultFound
    return held[0]


def kept_from(asker: Asker, found: Seen) -> set[str]:
    """Names of those fields of somebody's entry that the asker does not see, nor changes."""
    if found.id == asker.person_id:
        return set()
    seen_by = {"languages": found.choices.languages, "hours": found.choices.hours}
    return {name for name, chosen in seen_by.items() if chosen is SeenBy.SELF}


async def knows_past(session: AsyncSession, asker: Asker, person_id: UUID) -> bool:
    """Whether all that was said of somebody's past may be shown to whoever may correct them.

    Nobody knows which carrier has put it in: where several have employed somebody, to the office
    alone.
    """
    if asker.seen_by is SeenBy.OFFICE:
        return True
    found = await standing(session, asker.tenant, person_id)
    return all(each.carrier_id == asker.carrier_id for each in found)


async def birth_name_of(session: AsyncSession, tenant: str, person_id: UUID) -> str:
    """The one said last, where there are several after a merge; empty where none is known."""
    for each in await people.former_names_of(session, tenant, person_id):
        if each.kind == FormerKind.BIRTH:
            return str(each.family_name)
    return ""


async def past_of(session: AsyncSession, asker: Asker, person_id: UUID) -> Sequence[Past]:
    """Names and addresses that are not the present ones; for whoever may change them.

    Not those that somebody keeps to themselves.
    """
    tenant, today = asker.tenant, asker.today
    if not await knows_past(session, asker, person_id):
        return []
    named = await people.former_names_of(session, tenant, person_id)
    names = [
        Past(
            shown(each.kind),
            each.family_name
            if each.kind == FormerKind.BIRTH
            else f"{each.given_name} {each.family_name}",
            None,
            each.last_day,
        )
        for each in named
    ]
    reached = await people.every_address_of(session, tenant, person_id)
    addresses = [
        Past(_way(each), each.value, each.valid_from, each.last_day)
        for each in reached
        if each.seen_by != SeenBy.SELF
        and (
            each.mistaken
            or (each.last_day and each.last_day < today)
            or (each.valid_from and each.valid_from > today)
        )
    ]
    return [*names, *addresses]


def _way(row: Row[Any]) -> str:
    kind = word(AddressKind, row.kind)
    return f"{kind} (war falsch)" if row.mistaken else kind
