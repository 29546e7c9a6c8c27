"""The programme of workshops, as the office keeps it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from services.trainings.workshop_seats import queries as taken
from services.trainings.workshops import queries, use_cases
from services.trainings.workshops.forms import RemoveForm, SlotForm, WorkshopForm
from services.trainings.workshops.values import Session
from shared.context import Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.kit.words import shown

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
WORKSHOPS = "/{gathering_id}/workshops"
SLOT = f"{WORKSHOPS}/zeiten/{{slot_id}}"
WORKSHOP = f"{WORKSHOPS}/{{workshop_id}}"


@pages.get(WORKSHOPS)
async def list_workshops(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """By time, with how full they are."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return pages.render(
        request,
        "workshops.html",
        gathering=row,
        sessions=await _programme(session, row),
        above=[(row.title, pages.address(request, row.id))],
    )


@pages.get(f"{WORKSHOPS}/zeiten/neu")
async def ask_for_slot(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """A time at which workshops run."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return await _slot(request, session, row, "Zeit hinzufügen", SlotForm.empty())


@pages.post(f"{WORKSHOPS}/zeiten/neu")
async def add_slot(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[SlotForm]
) -> Response:
    """Then workshops may be added to it."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return await _slot(request, uow.session, row, "Zeit hinzufügen", form)
    await use_cases.add_slot(uow, me, gathering_id, form.value)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.get(SLOT)
async def ask_for_other_time(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, slot_id: UUID
) -> Response:
    """Another time, for all its workshops."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    slot = await queries.slot_of(session, me.tenant, gathering_id, slot_id)
    filled = SlotForm.filled(queries.known(slot))
    return await _slot(request, session, row, "Zeit ändern", filled)


@pages.post(SLOT)
async def change_slot(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    slot_id: UUID,
    form: Posted[SlotForm],
) -> Response:
    """Who has a seat keeps it."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    await queries.slot_of(uow.session, me.tenant, gathering_id, slot_id)
    if form.value is None:
        return await _slot(request, uow.session, row, "Zeit ändern", form)
    request.state.offered = await _dates(uow.session, row)
    await use_cases.change_slot(uow, me, gathering_id, slot_id, form.value)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.get(f"{SLOT}/neu")
async def ask_for_workshop(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, slot_id: UUID
) -> Response:
    """One at this time."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    await queries.slot_of(session, me.tenant, gathering_id, slot_id)
    return _form(request, row, "Workshop hinzufügen", WorkshopForm.empty())


@pages.post(f"{SLOT}/neu")
async def add_workshop(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    slot_id: UUID,
    form: Posted[WorkshopForm],
) -> Response:
    """From now on it may be chosen."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    await queries.slot_of(uow.session, me.tenant, gathering_id, slot_id)
    if form.value is None:
        return _form(request, row, "Workshop hinzufügen", form)
    await use_cases.add(uow, me, gathering_id, slot_id, form.value)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.get(f"{WORKSHOP}/bearbeiten")
async def ask_for_change(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, workshop_id: UUID
) -> Response:
    """Another title, room or size."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    workshop = await queries.one(session, me.tenant, gathering_id, workshop_id)
    return _form(request, row, "Workshop bearbeiten", WorkshopForm.filled(workshop))


@pages.post(f"{WORKSHOP}/bearbeiten")
async def change_workshop(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    workshop_id: UUID,
    form: Posted[WorkshopForm],
) -> Response:
    """Whoever has room now moves up."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    await queries.one(uow.session, me.tenant, gathering_id, workshop_id)
    if form.value is None:
        return _form(request, row, "Workshop bearbeiten", form)
    await use_cases.change(uow, me, gathering_id, workshop_id, form.value)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.get(f"{WORKSHOP}/entfernen")
async def ask_to_remove(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, workshop_id: UUID
) -> Response:
    """Ask before seats are gone."""
    await queries.one(session, me.tenant, gathering_id, workshop_id)
    return _ask_to_remove(request, gathering_id, RemoveForm.empty())


@pages.post(f"{WORKSHOP}/entfernen")
async def remove_workshop(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    workshop_id: UUID,
    form: Posted[RemoveForm],
) -> Response:
    """It does not run."""
    await queries.one(uow.session, me.tenant, gathering_id, workshop_id)
    if form.value is None:
        return _ask_to_remove(request, gathering_id, form)
    await use_cases.remove(uow, me, gathering_id, workshop_id)
    to = _address(request, gathering_id)
    return pages.saved(request, "Der Workshop ist entfernt.", to=to)


def _ask_to_remove(request: Request, gathering_id: UUID, form: Entered[RemoveForm]) -> Response:
    return pages.confirm(
        request,
        "Workshop entfernen?",
        "Wer dort einen Platz hat, verliert ihn und bekommt den nächsten eigenen Wunsch, in dem"
        " Platz ist. Eine Mail geht nicht hinaus; bitte sagen Sie es den Betroffenen.",
        button="Entfernen",
        form=form,
        back=_address(request, gathering_id),
    )


async def _programme(session: AsyncSession, row: Gathering) -> Sequence[Session]:
    found = await queries.programme(session, row.tenant, row.id)
    full = await taken.fullness(session, row.tenant, [each.id for each in found])
    return queries.with_fullness(found, full)


async def _dates(session: AsyncSession, row: Gathering) -> dict[str, list[tuple[str, str]]]:
    whole = await gatherings.whole(session, row.tenant, row)
    dates = [(str(each.id), f"{shown(each.day)}, {each.slot.in_words}") for each in whole.held]
    return {"date_id": dates}


async def _slot(
    request: Request, session: AsyncSession, row: Gathering, title: str, form: Entered[SlotForm]
) -> Response:
    form = replace(form, offered=await _dates(session, row))
    return _form(request, row, title, form)


def _form(request: Request, row: Gathering, title: str, form: Entered[Any]) -> Response:
    back = _address(request, row.id)
    above = [(row.title, pages.address(request, row.id)), ("Workshops", back)]
    return pages.render(request, "kit/form.html", title=title, form=form, back=back, above=above)


def _address(request: Request, gathering_id: UUID) -> str:
    return pages.address(request, gathering_id, "workshops")
