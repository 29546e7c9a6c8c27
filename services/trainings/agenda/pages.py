"""The agenda of a gathering, as the office prepares it."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.trainings.actions import queries as actions
from services.trainings.agenda import queries, use_cases
from services.trainings.agenda.forms import ItemForm, StepForm
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
AGENDA = "/{gathering_id}/tagesordnung"
ITEM = f"{AGENDA}/{{item_id}}"


@pages.get(AGENDA)
async def show_agenda(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """In its order, with what waits for a later meeting."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return pages.render(
        request,
        "agenda.html",
        gathering=row,
        agenda=await queries.agenda_of(session, row),
        actions=await actions.open_before(session, row, local_date(here.clock.now())),
        kept=await queries.kept(session, row),
        previous=await gatherings.previous(session, row),
        above=[(row.title, pages.address(request, row.id))],
    )


@pages.get(f"{AGENDA}/neu")
async def ask_for_item(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """A new item."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return _form(request, row, "Punkt hinzufügen", ItemForm.empty())


@pages.post(f"{AGENDA}/neu")
async def add_item(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[ItemForm]
) -> Response:
    """At the end."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return _form(request, row, "Punkt hinzufügen", form)
    await use_cases.add(uow, me, gathering_id, form.value)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.post(f"{AGENDA}/vorlage")
async def begin(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[StepForm]
) -> Response:
    """As the last meeting, or as usual."""
    await use_cases.begin(uow, me, gathering_id)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.get(ITEM)
async def ask_for_change(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, item_id: UUID
) -> Response:
    """One item."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    item = await queries.item_of(session, me.tenant, gathering_id, item_id)
    filled = ItemForm.filled(await queries.known(session, item))
    return _form(request, row, "Punkt ändern", filled)


@pages.post(ITEM)
async def change_item(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    item_id: UUID,
    form: Posted[ItemForm],
) -> Response:
    """Another title, time or owner."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    await queries.item_of(uow.session, me.tenant, gathering_id, item_id)
    if form.value is None:
        return _form(request, row, "Punkt ändern", form)
    await use_cases.change(uow, me, gathering_id, item_id, form.value)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.post(f"{ITEM}/hoch")
async def move_up(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, item_id: UUID
) -> Response:
    """Earlier."""
    await use_cases.move(uow, me, gathering_id, item_id, -1)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.post(f"{ITEM}/runter")
async def move_down(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, item_id: UUID
) -> Response:
    """Later."""
    await use_cases.move(uow, me, gathering_id, item_id, 1)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.post(f"{ITEM}/aufnehmen")
async def take_back(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, item_id: UUID
) -> Response:
    """What was kept from an earlier meeting."""
    await use_cases.take_back(uow, me, gathering_id, item_id)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.get(f"{ITEM}/entfernen")
async def ask_to_remove(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, item_id: UUID
) -> Response:
    """Ask before it is gone."""
    await queries.item_of(session, me.tenant, gathering_id, item_id)
    return _ask_to_remove(request, gathering_id, StepForm.empty())


@pages.post(f"{ITEM}/entfernen")
async def remove_item(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    item_id: UUID,
    form: Posted[StepForm],
) -> Response:
    """It is not talked about."""
    await queries.item_of(uow.session, me.tenant, gathering_id, item_id)
    if form.value is None:
        return _ask_to_remove(request, gathering_id, form)
    await use_cases.remove(uow, me, gathering_id, item_id)
    to = _address(request, gathering_id)
    return pages.saved(request, "Der Punkt ist entfernt.", to=to)


def _ask_to_remove(request: Request, gathering_id: UUID, form: Entered[StepForm]) -> Response:
    return pages.confirm(
        request,
        "Punkt entfernen?",
        "Er steht dann nicht mehr auf der Tagesordnung. Kam er aus einem früheren Treffen,"
        " liegt er wieder im Themenspeicher.",
        button="Entfernen",
        form=form,
        back=_address(request, gathering_id),
        final=False,
    )


def _form(request: Request, row: Gathering, title: str, form: Entered[Any]) -> Response:
    back = _address(request, row.id)
    above = [(row.title, pages.address(request, row.id)), ("Tagesordnung", back)]
    return pages.render(request, "kit/form.html", title=title, form=form, back=back, above=above)


def _address(request: Request, gathering_id: UUID) -> str:
    return pages.address(request, gathering_id, "tagesordnung")
