"""Whether it is a quiet hour for somebody, and until when."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, cast, func, literal, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.values import Hold, Occasion, Verdict
from services.notifications.hours.models import OwnHours, TownHours, own_hours, town_hours
from services.notifications.hours.values import ALWAYS, Hours, Weekday, Window
from services.notifications.values import Candidate
from shared.database.counts import later
from shared.database.lists import in_list
from shared.database.tables import Tenant

_HOURS = union_all(
    select(
        cast(null(), Uuid()).label("person_id"),
        town_hours.c.days,
        town_hours.c.opens,
        town_hours.c.closes,
        town_hours.c.on_holidays,
        literal(True).label("in_school_holidays"),
    ).where(town_hours.c.tenant == bindparam("town"), town_hours.c.holds),
    select(
        own_hours.c.person_id,
        own_hours.c.days,
        own_hours.c.opens,
        own_hours.c.closes,
        literal(True),
        own_hours.c.in_school_holidays,
    ).where(in_list(own_hours.c.person_id, "people")),
)
"""A municipality's and people's own, in one statement: it is asked in every round."""

CHOSEN = (
    select(func.count())
    .select_from(town_hours)
    .where(town_hours.c.tenant == later("town", String()))
)
"""Whether a municipality has chosen its hours, if only to keep none."""


async def hours_of(
    session: AsyncSession, tenant: Tenant, people: Collection[UUID], usual: Window = ALWAYS
) -> Hours:
    """When mails of a municipality may go out to these people; ``usual`` where it has set none."""
    rows = await session.execute(_HOURS, {"town": tenant, "people": list(people)})
    found = {row.person_id: _window(row) for row in rows}
    return Hours(found.pop(None, usual), found)


async def judge_hours(
    occasion: Occasion, candidates: Sequence[Candidate], usual: Window = ALWAYS
) -> Mapping[UUID, Verdict]:
    """In quiet hours nothing goes out that can wait; whoever tries things out waits for nothing."""
    people = {each.person_id for each in candidates if each.person_id is not None}
    if occasion.directory.is_sandbox or not people:
        return {}
    hours = await hours_of(occasion.session, candidates[0].owed.tenant, people, usual)
    found: dict[UUID, Verdict] = {}
    for each in candidates:
        until = hours.of(each.person_id).opening(occasion.now) if each.person_id else None
        if until is not None:
            found[each.owed.id] = Hold(until)
    return found


async def of_town(session: AsyncSession, tenant: Tenant) -> TownHours | None:
    """As the office has set them; None if it never has."""
    return await session.get(TownHours, tenant)


async def own(session: AsyncSession, person_id: UUID) -> OwnHours | None:
    """None for whoever gets mails as the municipality sends them."""
    return await session.get(OwnHours, person_id)


def _window(row: Any) -> Window:
    days = frozenset(map(Weekday, row.days))
    return Window(days, row.opens, row.closes, row.on_holidays, row.in_school_holidays)
