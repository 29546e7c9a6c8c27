"""Keeps the items of agendas, and says what became of them when the meeting is over."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from services.trainings.agenda import queries, rules
from services.trainings.agenda.forms import ItemForm
from services.trainings.agenda.models import AgendaItem
from services.trainings.agenda.values import USUAL, Draft, Outcome
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from services.trainings.people import queries as people
from services.trainings.seats import use_cases as seats
from shared.database.versions import Overtaken
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me


async def add(uow: UnitOfWork, me: Me, gathering_id: UUID, given: ItemForm) -> AgendaItem:
    """At the end; raises ``Problem``."""
    row, rows = await _open(uow, me, gathering_id)
    rules.refuse_full(rows)
    item = AgendaItem(tenant=row.tenant, id=new_id(), gathering_id=row.id, position=len(rows) + 1)
    await _write(uow, item, given)
    uow.session.add(item)
    return item


async def change(
    uow: UnitOfWork, me: Me, gathering_id: UUID, item_id: UUID, given: ItemForm
) -> None:
    """Raises ``Problem``, ``Overtaken``."""
    await _open(uow, me, gathering_id)
    item = await queries.item_of(uow.session, me.tenant, gathering_id, item_id)
    if item.version != given.version:
        raise Overtaken(given, await queries.known(uow.session, item))
    await _write(uow, item, given)


async def move(uow: UnitOfWork, me: Me, gathering_id: UUID, item_id: UUID, by: int) -> None:
    """By one place; raises ``Problem``."""
    _, rows = await _open(uow, me, gathering_id)
    await queries.item_of(uow.session, me.tenant, gathering_id, item_id)
    _number(rules.moved(rows, item_id, by))


async def remove(uow: UnitOfWork, me: Me, gathering_id: UUID, item_id: UUID) -> None:
    """What came from an earlier meeting waits there again; raises ``Problem``."""
    _, rows = await _open(uow, me, gathering_id)
    item = await queries.item_of(uow.session, me.tenant, gathering_id, item_id)
    if item.carried_from is not None:
        origin = await queries.item(uow.session, me.tenant, item.carried_from)
        origin.outcome = Outcome.KEPT
    await uow.session.delete(item)
    await uow.session.flush()
    _number([each for each in rows if each.id != item_id])


async def begin(uow: UnitOfWork, me: Me, gathering_id: UUID) -> None:
    """As the last meeting of its line began, or as usual; nothing where there are items."""
    row, rows = await _open(uow, me, gathering_id)
    if rows:
        return
    before = await gatherings.previous(uow.session, row)
    last = await queries.items_of(uow.session, row.tenant, before.id) if before else ()
    drafts = [
        Draft(each.title, each.minutes, each.kind, each.role)
        for each in last
        if each.carried_from is None
    ]
    for position, each in enumerate(drafts or USUAL, 1):
        uow.session.add(_of_draft(row, position, each))


async def take_back(uow: UnitOfWork, me: Me, gathering_id: UUID, item_id: UUID) -> None:
    """Something kept from an earlier meeting comes back, once; raises ``Problem``."""
    row, rows = await _open(uow, me, gathering_id)
    rules.refuse_full(rows)
    if item_id in {each.id for each in await queries.kept(uow.session, row)}:
        item = await queries.item(uow.session, me.tenant, item_id)
        item.touch()
        uow.session.add(_carried(row, len(rows) + 1, item))


async def settle(uow: UnitOfWork, me: Me, row: Gathering, outcomes: Mapping[UUID, Outcome]) -> None:
    """What became of each item; what is carried stands on the next agenda. ``row`` is held.

    Raises ``Problem`` where it was said before, or where there is no next meeting.
    """
    rows = await queries.items_of(uow.session, me.tenant, row.id)
    rules.refuse_over(rows)
    for each in rows:
        each.outcome = outcomes[each.id]
    carried = [each for each in rows if each.outcome is Outcome.CARRIED]
    if not carried:
        return
    following = await gatherings.following(uow.session, row)
    if following is None:
        raise Problem(409, "no-next-meeting", "There is none to carry them to")
    next_row = await seats.hold(uow, me.tenant, following.id)
    there = await queries.items_of(uow.session, me.tenant, next_row.id)
    rules.refuse_over(there)
    for position, each in enumerate(carried, len(there) + 1):
        uow.session.add(_carried(next_row, position, each))


async def _open(
    uow: UnitOfWork, me: Me, gathering_id: UUID
) -> tuple[Gathering, Sequence[AgendaItem]]:
    row = await seats.hold(uow, me.tenant, gathering_id)
    rows = await queries.items_of(uow.session, me.tenant, gathering_id)
    rules.refuse_over(rows)
    return row, rows


async def _write(uow: UnitOfWork, item: AgendaItem, given: ItemForm) -> None:
    """A name of the directory is kept as its person, anything else as it was written."""
    if not await people.still_called(uow.session, item.tenant, item.owner_id, given.who):
        found = await people.called(uow.session, item.tenant, given.who) if given.who else []
        if len(found) > 1:
            errors = [FieldError("who", "names several")]
            raise Problem(409, "several-called", "Several are called so", errors=errors)
        item.owner_id = found[0].person_id if found else None
        item.role = "" if found else given.who
    item.title, item.minutes = given.title, given.minutes
    item.kind, item.note, item.papers = given.kind, given.note, given.papers


def _of_draft(row: Gathering, position: int, draft: Draft) -> AgendaItem:
    item = AgendaItem(tenant=row.tenant, id=new_id(), gathering_id=row.id, position=position)
    item.title, item.minutes = draft.title, draft.minutes
    item.kind, item.role = draft.kind, draft.role
    return item


def _carried(row: Gathering, position: int, origin: AgendaItem) -> AgendaItem:
    item = _of_draft(row, position, Draft(origin.title, origin.minutes, origin.kind, origin.role))
    item.owner_id, item.note, item.carried_from = origin.owner_id, origin.note, origin.id
    item.papers = origin.papers
    return item


def _number(rows: Iterable[AgendaItem]) -> None:
    for position, each in enumerate(rows, 1):
        each.position = position
