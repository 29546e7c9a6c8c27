"""Lays out a series, each date a gathering of its own, and does something to several at once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.forms import clock_time
from services.trainings.gatherings import queries as gathering_queries
from services.trainings.gatherings import use_cases as gatherings
from services.trainings.gatherings.values import Amendment, Planned, Slot
from services.trainings.models import Gathering
from services.trainings.people import queries as people
from services.trainings.seats import use_cases as seats
from services.trainings.series import queries, rules
from services.trainings.series.forms import ChangeForm, SeriesForm
from services.trainings.series.values import Done, Member, Scope
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me

WHOLE = ("title", "content", "audience", "capacity")
OF_DATE = ("place", "join_link")
TIMES = ("starts", "ends")


async def lay_out(uow: UnitOfWork, me: Me, given: SeriesForm, days: Sequence[date]) -> UUID:
    """Drafts on these days; the first one's id. Raises ``Problem``."""
    series_id = new_id()
    starts, ends = clock_time(given.starts), clock_time(given.ends)
    rows = [
        await gatherings.plan(uow, me, _planned(given, Slot(day, starts, ends)), series_id)
        for day in days
    ]
    return rows[0].id


async def change(uow: UnitOfWork, me: Me, gathering_id: UUID, given: ChangeForm) -> Done:
    """What differs from how this one is becomes so in all that are meant, or in none of them.

    Raises ``Problem``, ``Overtaken``.
    """
    row, members = await _held(uow, me, gathering_id, given.scope)
    shown = await queries.shown(uow.session, row, uow.now)
    if row.version != given.version:
        raise Overtaken(given, shown | {"scope": given.scope})
    rules.refuse_untouched(members)
    wanted = _amendment(given, shown, await _contact(uow, me, given, shown))
    free = [each for each in members if each.stays is None]
    for each in free if wanted else []:
        await gatherings.amend(uow, me, each.id, wanted)
    return Done(len(free) if wanted else 0, len(members) - len(free))


Judge = Callable[[AsyncSession, str, Sequence[Member]], Awaitable[list[Member]]]
Deed = Callable[[UnitOfWork, Me, UUID], Awaitable[None]]


async def do(
    uow: UnitOfWork, me: Me, gathering_id: UUID, scope: Scope, judge: Judge, deed: Deed
) -> Done:
    """The deed to all that are meant and may be touched; raises ``Problem`` where none is."""
    _, found = await _held(uow, me, gathering_id, scope)
    members = await judge(uow.session, me.tenant, found)
    rules.refuse_untouched(members)
    free = [each for each in members if each.stays is None]
    for each in free:
        await deed(uow, me, each.id)
    return Done(len(free), len(members) - len(free))


async def _held(
    uow: UnitOfWork, me: Me, gathering_id: UUID, scope: Scope
) -> tuple[Gathering, list[Member]]:
    """Those that are meant, locked in the order of ids as everywhere, and then looked at."""
    row = await gathering_queries.one(uow.session, me.tenant, gathering_id)
    members = await queries.members(uow.session, row, uow.now)
    chosen = {each.id for each in rules.meant(members, row.id, scope)}
    for key in sorted(chosen):
        await seats.hold(uow, me.tenant, key)
    members = await queries.members(uow.session, row, uow.now)
    return row, [each for each in members if each.id in chosen]


async def _contact(
    uow: UnitOfWork, me: Me, given: ChangeForm, shown: dict[str, object]
) -> UUID | None:
    """Raises ``Problem`` for a name that is nobody's, or several people's."""
    if not given.contact or given.contact == shown["contact"]:
        return None
    return (await people.named(uow.session, me.tenant, given.contact, "contact")).person_id


def _amendment(
    given: ChangeForm, shown: Mapping[str, object], contact_id: UUID | None
) -> Amendment:
    """Only what was changed on the page; times are the same however they are written."""
    whole = {name: getattr(given, name) for name in WHOLE if getattr(given, name) != shown[name]}
    date: dict[str, object] = {
        name: getattr(given, name) for name in OF_DATE if getattr(given, name) != shown[name]
    }
    times = {name: f"{clock_time(getattr(given, name)):%H:%M}" for name in TIMES}
    moved = {name: at for name, at in times.items() if at != shown[name]}
    if moved:
        date |= {**moved, "units": None}
    return Amendment(whole, date, contact_id)


def _planned(given: SeriesForm, slot: Slot) -> Planned:
    return Planned(
        kind=given.kind,
        title=given.title,
        content=given.content,
        audience=given.audience,
        capacity=given.capacity,
        slot=slot,
        place=given.place,
        join_link=given.join_link,
    )
