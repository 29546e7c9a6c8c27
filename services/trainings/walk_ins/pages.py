"""Enters somebody in the office's list, or at the door of one date."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.people import queries as people
from services.trainings.walk_ins import use_cases
from services.trainings.walk_ins.forms import WalkInForm
from shared.clock import local_date
from shared.context import Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
LISTED = "/{gathering_id}/teilnehmende/eintragen"
AT_DOOR = "/{gathering_id}/termine/{date_id}/anwesenheit/eintragen"
EMPTY = replace(WalkInForm.empty(), left_out=("person",))
LEAD = (
    "Auch wenn die Anmeldung zu ist oder alle Plätze vergeben sind. Wer im Verzeichnis noch fehlt,"
    " wird dort zuerst angelegt."
)


@pages.get(LISTED)
async def ask(request: Request, me: Coordinator, session: Reading, gathering_id: UUID) -> Response:
    """Who has a seat from now on."""
    return await _show(request, session, me.tenant, gathering_id, EMPTY)


@pages.post(LISTED)
async def admit(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[WalkInForm]
) -> Response:
    """They have a seat."""
    form, person_id = await people.chosen(uow.session, me, form, local_date(uow.now))
    if form.value is None or person_id is None:
        return await _show(request, uow.session, me.tenant, gathering_id, form)
    await use_cases.admit(uow, me, gathering_id, person_id, form.value.reason)
    return pages.saved(request, "Eingetragen.", to=_back(request))


@pages.get(AT_DOOR)
async def ask_at_door(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, date_id: UUID
) -> Response:
    """Who is there, although in no list."""
    await gatherings.date_of(session, me.tenant, gathering_id, date_id)
    return await _show(request, session, me.tenant, gathering_id, EMPTY.keyed())


@pages.post(AT_DOOR)
async def admit_at_door(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    date_id: UUID,
    form: Posted[WalkInForm],
) -> Response:
    """They have a seat, and are there."""
    date = await gatherings.date_of(uow.session, me.tenant, gathering_id, date_id)
    form, person_id = await people.chosen(uow.session, me, form, local_date(uow.now))
    if form.value is None or person_id is None:
        return await _show(request, uow.session, me.tenant, gathering_id, form.keyed())
    said = (person_id, form.value.reason, form.keyed().key)
    await use_cases.admit_at_door(uow, me, date, *said)
    return pages.saved(request, "Eingetragen, als anwesend.", to=_back(request))


async def _show(
    request: Request, session: AsyncSession, tenant: str, gathering_id: UUID, form: Entered[Any]
) -> Response:
    row = await gatherings.one(session, tenant, gathering_id)
    return pages.render(
        request,
        "kit/form.html",
        title="Jemanden eintragen",
        lead=LEAD,
        button="Eintragen",
        form=form,
        back=_back(request),
        above=[(row.title, pages.address(request, row.id))],
    )


def _back(request: Request) -> str:
    """The list below which the form stands."""
    return request.url.path.removesuffix("/eintragen")
