"""Workshops of a gathering: looked at by everybody, chosen by who has a seat."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from services.trainings.registrations import queries as registrations
from services.trainings.workshop_choices import queries, use_cases
from services.trainings.workshop_choices.forms import ChoiceForm
from services.trainings.workshop_choices.values import Chosen
from services.trainings.workshop_seats import queries as seats
from services.trainings.workshops import queries as workshops
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import CATALOGUE, GatheringState, Place
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
    begun = row.starts_at is not None and row.starts_at <= here.clock.now()
    return pages.render(
        request,
        "own_workshops.html",
        gathering=row,
        times=await _filled(session, me, await _chosen(session, me, row)),
        seated=seated,
        chooses=seated and not begun and row.state is not GatheringState.CANCELLED,
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
    named = (given.first, given.second, given.third)
    await use_cases.choose(uow, me, gathering_id, slot_id, named, anyway=given.anyway)
    row = await gatherings.known(uow.session, me.tenant, gathering_id)
    now = next(each for each in await _chosen(uow.session, me, row) if each.at.id == slot_id)
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
    times = await _filled(session, me, await _chosen(session, me, row))
    own = next((each for each in times if each.at.id == slot_id), None)
    if own is None or mine.place is not Place.CONFIRMED:
        raise NoResultFound
    crossed = [each for each in times if each.wanted and each.at.overlaps(own.at)]
    wanted = dict(zip(("first", "second", "third"), (e.id for e in own.wanted), strict=False))
    choices = [(str(each.id), each.to_choose) for each in own.at.workshops]
    offered = dict.fromkeys(("first", "second", "third"), choices)
    left_out = () if crossed else ("anyway",)
    back = pages.address(request, gathering_id, "workshops")
    return pages.render(
        request,
        "choice.html",
        own=own,
        crossed=crossed,
        form=replace(form or ChoiceForm.empty(**wanted), offered=offered, left_out=left_out),
        back=back,
        above=[(row.title, pages.address(request, row.id)), ("Workshops", back)],
    )


async def _chosen(session: AsyncSession, me: Me, row: Gathering) -> Sequence[Chosen]:
    mine = await registrations.mine(session, me.tenant, me.person_id, row.id)
    return await queries.chosen(session, me.tenant, row.id, mine)


async def _filled(session: AsyncSession, me: Me, times: Sequence[Chosen]) -> list[Chosen]:
    """With how full everything is."""
    full = await seats.fullness(session, me.tenant, [each.at.id for each in times])
    filled = workshops.with_fullness([each.at for each in times], full)
    return [replace(each, at=at) for each, at in zip(times, filled, strict=True)]
