"""Quotas of a gathering, as the office sets them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from services.trainings.quotas import queries, rules, use_cases
from services.trainings.quotas.forms import ChangeForm, QuotaForm, RemoveForm
from services.trainings.seats import queries as seats
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
QUOTAS = "/{gathering_id}/kontingente"
QUOTA = f"{QUOTAS}/{{quota_id}}"


@pages.get(QUOTAS)
async def list_quotas(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """With how many of each are given."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    now = here.clock.now()
    found = await queries.of_gathering(session, row)
    taken = await seats.taken(session, row, now)
    queue = await seats.in_line(session, row)
    return pages.render(
        request,
        "quotas.html",
        gathering=row,
        quotas=rules.shown(found, taken, queue, local_date(now)),
        above=[(row.title, pages.address(request, row.id))],
    )


@pages.get(f"{QUOTAS}/neu")
async def ask_for_quota(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """For a carrier."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return await _new(request, session, row, QuotaForm.empty())


@pages.post(f"{QUOTAS}/neu")
async def add_quota(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[QuotaForm]
) -> Response:
    """From now on."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return await _new(request, uow.session, row, form)
    await use_cases.add(uow, me, gathering_id, form.value)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.get(QUOTA)
async def ask_for_change(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, quota_id: UUID
) -> Response:
    """One."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    quota = await queries.one(session, me.tenant, gathering_id, quota_id)
    return _form(request, row, "Kontingent ändern", ChangeForm.filled(quota))


@pages.post(QUOTA)
async def change_quota(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    quota_id: UUID,
    form: Posted[ChangeForm],
) -> Response:
    """Whoever has room now moves up."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    await queries.one(uow.session, me.tenant, gathering_id, quota_id)
    if form.value is None:
        return _form(request, row, "Kontingent ändern", form)
    await use_cases.change(uow, me, gathering_id, quota_id, form.value)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.get(f"{QUOTA}/aufheben")
async def ask_to_remove(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, quota_id: UUID
) -> Response:
    """Ask before people move up."""
    await queries.one(session, me.tenant, gathering_id, quota_id)
    return _ask_to_remove(request, gathering_id, RemoveForm.empty())


@pages.post(f"{QUOTA}/aufheben")
async def remove_quota(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    quota_id: UUID,
    form: Posted[RemoveForm],
) -> Response:
    """The carrier's people are as all others."""
    await queries.one(uow.session, me.tenant, gathering_id, quota_id)
    if form.value is None:
        return _ask_to_remove(request, gathering_id, form)
    await use_cases.remove(uow, me, gathering_id, quota_id)
    to = _address(request, gathering_id)
    return pages.saved(request, "Das Kontingent ist aufgehoben.", to=to)


def _ask_to_remove(request: Request, gathering_id: UUID, form: Entered[RemoveForm]) -> Response:
    return pages.confirm(
        request,
        "Kontingent aufheben?",
        "Wen nur dieses Kontingent warten ließ, rückt nach, solange Plätze frei sind.",
        button="Aufheben",
        form=form,
        back=_address(request, gathering_id),
        final=False,
    )


async def _new(
    request: Request, session: AsyncSession, row: Gathering, form: Entered[QuotaForm]
) -> Response:
    found = await queries.carriers(session, row.tenant)
    form = replace(form, offered={"carrier_id": found})
    return _form(request, row, "Kontingent festlegen", form)


def _form(request: Request, row: Gathering, title: str, form: Entered[Any]) -> Response:
    back = _address(request, row.id)
    above = [(row.title, pages.address(request, row.id)), ("Kontingente", back)]
    return pages.render(request, "kit/form.html", title=title, form=form, back=back, above=above)


def _address(request: Request, gathering_id: UUID) -> str:
    return pages.address(request, gathering_id, "kontingente")
