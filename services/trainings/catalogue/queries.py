"""The catalogue as somebody sees it: with how full each gathering is, and their own place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.catalogue.values import LISTED, Listed, seats_in_words
from services.trainings.forms import GatheringSearch
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering, GatheringDate, Registration
from services.trainings.registrations import queries as registrations
from services.trainings.registrations.values import state_in_words
from services.trainings.seats import queries as seats
from services.trainings.seats.values import Occupancy
from shared.contracts.gatherings import GatheringState
from shared.database.paging import KeysetRequest, Page, described
from shared.web.sessions.person import Me


async def page_of(
    session: AsyncSession, me: Me, search: GatheringSearch, wanted: KeysetRequest, now: datetime
) -> Page[Listed]:
    """From the next on, unless one looks for others."""
    found = await gatherings.offered(session, me.tenant, search, wanted, now)

    async def describe(later: AsyncSession, rows: Sequence[Gathering]) -> list[Listed]:
        return await _described(later, me, rows, now)

    return replace(await described(session, found, describe), columns=LISTED)


async def _described(
    session: AsyncSession, me: Me, rows: Sequence[Gathering], now: datetime
) -> list[Listed]:
    ids = [each.id for each in rows]
    dates = await gatherings.dates_of(session, me.tenant, ids)
    full = await seats.occupancies(session, me.tenant, rows, now)
    own = await registrations.own(session, me.tenant, me.person_id, ids)
    return [_listed(each, dates[each.id], full, own) for each in rows]


def _listed(
    row: Gathering,
    dates: Sequence[GatheringDate],
    full: Mapping[UUID, Occupancy],
    own: Mapping[UUID, Registration],
) -> Listed:
    mine = own.get(row.id)
    first = next((each for each in dates if not each.cancelled), None)
    known = full[row.id]
    number = seats_in_words(known.free, known.waiting)
    off = {GatheringState.CANCELLED: "abgesagt", GatheringState.CLOSED: "Anmeldung geschlossen"}
    return Listed(
        id=row.id,
        title=row.title,
        kind=row.kind,
        starts_at=row.starts_at,
        place=first.place if first else "",
        audience=row.audience,
        seats=off.get(row.state, number),
        own=state_in_words(mine.place, mine.approval) if mine else "",
    )
