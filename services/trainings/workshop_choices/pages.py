"""Workshops of a gathering: looked at by everybody, chosen by who has a seat."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.registrations import queries as registrations
from services.trainings.workshop_choices import queries, use_cases
from services.trainings.workshop_choices.forms import ChoiceForm
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import CATALOGUE, Place
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)
WORKSHOPS = "/{gathering_id}/workshops"


@pages.get(WORKSHOPS)
async def show_workshops(
    request: Request, me: Network, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """The programme, with what one has of it."""
    row = await gatherings.known(session, me.tenant, gathering_id)
    mine = await registrations.mine(session, me.tenant, me.person_id, gathering_id)
    seated = mine is not None and mine.place is Place.CONFIRMED
    return pages.render(
        request,
        "own_workshops.html",
        gathering=row,
        times=await queries.filled(session, me.tenant, row.id, mine),
        seated=seated,
        chooses=seated and queries.is_open(row, here.clock.now()),
        above=[(row.title, pages.address(request, row.id))],
    )


@pages.get(f"{WORKSHOPS}/{{slot_id}}")
async def ask_for_choice(
    request: Request, me: Network, session: Reading, gathering_id: UUID, slot_id: UUID
) -> Response:
    """Up to three wishes."""
    return await _ask(request, me, session, gathering_id, slot_id, None)


@pages.post(f"{WORKSHOPS}/{{slot_id}}")
async def choose(
    request: Request,
    me: Network,
    uow: Uow,
    gathering_id: UUID,
    slot_id: UUID,
    form: Posted[ChoiceForm],
) -> Response:
    """Decided at this moment."""
    if form.value is None:
        return await _ask(request, me, uow.session, gathering_id, slot_id, form)
    given = form.value
    mine = await registrations.holding(uow.session, me.tenant, me.person_id, gathering_id)
    await use_cases.choose(uow, mine, slot_id, given.named, anyway=given.anyway)
    times = await queries.chosen(uow.session, me.tenant, gathering_id, mine)
    now = next(each for each in times if each.at.id == slot_id)
    to = pages.address(request, gathering_id, "workshops")
    return pages.saved(request, detail=f"{now.at.hours}: {now.in_words}.", to=to)


async def _ask(
    request: Request,
    me: Me,
    session: AsyncSession,
    gathering_id: UUID,
    slot_id: UUID,
    form: Entered[Any] | None,
) -> Response:
    """Only for who has a seat; raises ``NoResultFound``."""
    row = await gatherings.known(session, me.tenant, gathering_id)
    mine = await registrations.holding(session, me.tenant, me.person_id, gathering_id)
    asked = await queries.asked(session, mine, slot_id)
    back = pages.address(request, gathering_id, "workshops")
    return pages.render(
        request,
        "choice.html",
        own=asked.own,
        crossed=asked.crossed,
        form=replace(
            form or ChoiceForm.empty(**asked.wanted),
            offered=asked.offered,
            left_out=asked.left_out,
        ),
        back=back,
        above=[(row.title, pages.address(request, row.id)), ("Workshops", back)],
    )
