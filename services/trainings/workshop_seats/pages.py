"""Who is in which workshop, as the office sees and changes it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.workshop_seats import queries
from services.trainings.workshop_seats.forms import MoveForm
from services.trainings.workshops import queries as workshops
from services.trainings.workshops import use_cases
from services.trainings.workshops.values import Session
from shared.context import Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
WORKSHOPS = "/{gathering_id}/workshops"
PEOPLE = f"{WORKSHOPS}/zeiten/{{slot_id}}/teilnehmende"
ONE = f"{PEOPLE}/{{registration_id}}"


@pages.get(PEOPLE, dependencies=[looked])
async def list_people(
    request: Request,
    me: Coordinator,
    session: Reading,
    page: PageRequest,
    gathering_id: UUID,
    slot_id: UUID,
) -> Response:
    """Everybody with a seat, in the order in which they came."""
    at = await _at(session, me, gathering_id, slot_id)
    found = await queries.page_of(session, me.tenant, gathering_id, at, page)
    above = await _above(request, session, me, gathering_id)
    return pages.render(request, "workshop_people.html", page=found, at=at, above=above)


@pages.get(ONE, dependencies=[looked])
async def ask_to_move(
    request: Request,
    me: Coordinator,
    session: Reading,
    gathering_id: UUID,
    slot_id: UUID,
    registration_id: UUID,
) -> Response:
    """Into another workshop of this time."""
    key = (gathering_id, slot_id, registration_id)
    return await _move(request, me, session, key, None)


@pages.post(ONE)
async def move(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    slot_id: UUID,
    registration_id: UUID,
    form: Posted[MoveForm],
) -> Response:
    """Their wishes for this time are over then."""
    key = (gathering_id, slot_id, registration_id)
    if form.value is None:
        return await _move(request, me, uow.session, key, form)
    await _at(uow.session, me, gathering_id, slot_id)
    to, beyond = form.value.workshop_id, form.value.beyond
    await use_cases.move(uow, me, *key, to, beyond=beyond)
    return pages.saved(request, to=_people(request, gathering_id, slot_id))


@pages.get(f"{WORKSHOPS}/{{workshop_id}}", dependencies=[looked])
async def show_workshop(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, workshop_id: UUID
) -> Response:
    """Who comes, and who waits."""
    row = await workshops.one(session, me.tenant, gathering_id, workshop_id)
    seated, line = await queries.list_of(session, me.tenant, row.slot_id, workshop_id)
    return pages.render(
        request,
        "workshop.html",
        workshop=workshops.offered(row),
        at=await _at(session, me, gathering_id, row.slot_id),
        seated=seated,
        line=line,
        people=_people(request, gathering_id, row.slot_id),
        above=await _above(request, session, me, gathering_id),
    )


async def _move(
    request: Request,
    me: Me,
    session: AsyncSession,
    key: tuple[UUID, UUID, UUID],
    form: Entered[Any] | None,
) -> Response:
    gathering_id, slot_id, registration_id = key
    at = await _at(session, me, gathering_id, slot_id)
    if not await queries.is_seated(session, me.tenant, gathering_id, registration_id):
        raise NoResultFound
    name = (await queries.names_of(session, me.tenant, [registration_id]))[registration_id]
    own = await queries.own(session, me.tenant, registration_id, [slot_id])
    form = form or MoveForm.empty(workshop_id=own[slot_id].seat if slot_id in own else None)
    full = await queries.fullness(session, me.tenant, [slot_id])
    filled = workshops.with_fullness([at], full)[0].workshops
    offered = {"workshop_id": [(str(each.id), each.to_choose) for each in filled]}
    back = _people(request, gathering_id, slot_id)
    above = [*await _above(request, session, me, gathering_id), (at.hours, back)]
    return pages.render(
        request,
        "kit/form.html",
        title=f"Workshop für {name}",
        form=replace(form, offered=offered),
        back=back,
        above=above,
    )


async def _at(session: AsyncSession, me: Me, gathering_id: UUID, slot_id: UUID) -> Session:
    """Raises ``NoResultFound``."""
    found = await workshops.programme(session, me.tenant, gathering_id)
    at = next((each for each in found if each.id == slot_id), None)
    if at is None:
        raise NoResultFound
    return at


async def _above(
    request: Request, session: AsyncSession, me: Me, gathering_id: UUID
) -> Sequence[tuple[str, str]]:
    row = await gatherings.one(session, me.tenant, gathering_id)
    begin = pages.address(request, gathering_id)
    return [(row.title, begin), ("Workshops", f"{begin}/workshops")]


def _people(request: Request, gathering_id: UUID, slot_id: UUID) -> str:
    return pages.address(request, gathering_id, "workshops/zeiten", slot_id, "teilnehmende")
