"""Closings as the coordination office enters them, and what is left to do about them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.closures import queries, use_cases
from services.directory.closures.forms import ClosingForm, ReopeningForm
from services.directory.closures.rules import refuse_closing, refuse_keeping
from services.directory.organizations import queries as organizations
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow, context_of
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix="/schliessungen", audience=Coordinator)


@pages.get("")
async def list_closings(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, page: PageRequest
) -> Response:
    """Those that have a last day, the latest first."""
    found = await queries.page_of(session, me.tenant, page, local_date(here.clock.now()))
    return pages.render(request, "closings.html", page=found)


@pages.get("/{organization_id}")
async def show_closing(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, organization_id: UUID
) -> Response:
    """What was done about an organization's days, and what goes on beyond its last one."""
    now = here.clock.now()
    found = await organizations.organization(session, me.tenant, organization_id)
    goes_on = None
    if found.valid_to is not None:
        days = (found.valid_to, local_date(now), now)
        goes_on = await queries.beyond(session, me.tenant, organization_id, *days)
    return pages.render(
        request,
        "closing.html",
        organization=found,
        standing=found.standing(local_date(now)),
        beyond=goes_on,
        acts=await queries.acts_of(session, me.tenant, organization_id),
    )


@pages.get("/{organization_id}/schliessen")
async def ask_last_day(
    request: Request, me: Coordinator, session: Reading, organization_id: UUID
) -> Response:
    """When is its last day, and who goes on?"""
    found = await organizations.organization(session, me.tenant, organization_id)
    refuse_closing(found)
    known = {"last_day": found.last_day, "successor_id": found.successor_id}
    form = ClosingForm.empty(**known, version=found.version)
    return await _closing(request, me, session, organization_id, form)


@pages.post("/{organization_id}/schliessen")
async def close(
    request: Request, me: Coordinator, uow: Uow, organization_id: UUID, form: Posted[ClosingForm]
) -> Response:
    """Close it."""
    if form.value is None:
        return await _closing(request, me, uow.session, organization_id, form)
    await use_cases.close(uow, me.cause, organization_id, form.value)
    return pages.saved(request, "Schließung eingetragen.", to=_page(request, organization_id))


@pages.get("/{organization_id}/oeffnen")
async def ask_first_day(
    request: Request, me: Coordinator, session: Reading, organization_id: UUID
) -> Response:
    """From when on is it open again?"""
    found = await organizations.organization(session, me.tenant, organization_id)
    if found.valid_to is None:
        raise Problem(409, "organization-open", "The organization is not closed")
    form = ReopeningForm.empty(first_day=found.valid_to, version=found.version)
    return _reopening(request, found.name, organization_id, form)


@pages.post("/{organization_id}/oeffnen")
async def reopen(
    request: Request, me: Coordinator, uow: Uow, organization_id: UUID, form: Posted[ReopeningForm]
) -> Response:
    """Open it."""
    if form.value is None:
        found = await organizations.organization(uow.session, me.tenant, organization_id)
        return _reopening(request, found.name, organization_id, form)
    await use_cases.reopen(uow, me.cause, organization_id, form.value)
    return pages.saved(request, "Öffnung eingetragen.", to=_page(request, organization_id))


@pages.get("/{organization_id}/schulnummer")
async def ask_to_release(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, organization_id: UUID
) -> Response:
    """May another school have the number?"""
    found = await organizations.organization(session, me.tenant, organization_id)
    refuse_keeping(found, local_date(here.clock.now()))
    return pages.confirm(
        request,
        f"Schulnummer {found.school_number} freigeben?",
        f"{found.name} zeigt sie weiter als frühere Schulnummer, und in alten Nachweisen bleibt sie"
        " stehen. Was ab jetzt mit dieser Nummer gemeldet wird, meint die Schule, der Sie sie"
        " geben.",
        button="Freigeben",
        final=False,
        back=pages.address(request, organization_id),
    )


@pages.post("/{organization_id}/schulnummer")
async def release(request: Request, me: Coordinator, uow: Uow, organization_id: UUID) -> Response:
    """It may."""
    await use_cases.release_number(uow, me.cause, organization_id)
    return pages.saved(request, "Schulnummer freigegeben.", to=_page(request, organization_id))


async def _closing(
    request: Request, me: Coordinator, session: AsyncSession, key: UUID, form: Entered[Any]
) -> Response:
    found = await organizations.organization(session, me.tenant, key)
    today = local_date(context_of(request).clock.now())
    every = await organizations.choices(session, me.tenant, [found.kind], today)
    choices = [(each, name) for each, name in every if each != str(key)]
    form = replace(form, offered={"successor_id": choices})
    back = pages.address(request, key)
    return pages.render(request, "close.html", form=form, name=found.name, back=back)


def _reopening(request: Request, name: str, key: UUID, form: Entered[Any]) -> Response:
    back = pages.address(request, key)
    return pages.render(request, "reopen.html", form=form, name=name, back=back)


def _page(request: Request, organization_id: UUID) -> str:
    return pages.address(request, organization_id)
