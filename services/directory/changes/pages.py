"""Other schools or hours from a day on, as a carrier's clerk or the office posts them."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.changes.forms import ChangeForm
from services.directory.departures import use_cases
from services.directory.employments.queries import looked_after
from services.directory.employments.values import Employment
from services.directory.forms import (
    anew,
    is_planned,
    may_be_stored,
    of_timeline,
    shown,
)
from services.directory.organizations.queries import all_schools
from services.directory.placements.queries import planned, timelines
from services.directory.placements.values import begun, latest_begun, seen_of
from services.directory.rules import findings
from services.directory.schemas import Span
from services.directory.timelines.values import COLUMNS, compared
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow, context_of
from shared.web import audit
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Staffing
from shared.web.kit.reasons import in_german
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix="/fachkraefte", audience=Staffing)


@pages.get("/{employment_id}/einsatz")
async def ask_schools(
    request: Request, me: Staffing, here: CurrentContext, session: Reading, employment_id: UUID
) -> Response:
    """The form for other schools or hours, with those of today."""
    _, found = await looked_after(session, me, employment_id)
    spans = (await timelines(session, me.tenant, [found]))[found.id]
    span = latest_begun(spans, local_date(here.clock.now()))
    known = of_timeline(span.placements if span else [])
    return await _show_change(request, me, session, found, ChangeForm.empty(**known), spans)


@pages.post("/{employment_id}/einsatz")
async def change(
    request: Request, me: Staffing, uow: Uow, employment_id: UUID, form: Posted[ChangeForm]
) -> Response:
    """Let these schools apply from a day on, once it has been seen what that ends."""
    client, found = await looked_after(uow.session, me, employment_id)
    spans = (await timelines(uow.session, me.tenant, [found]))[found.id]
    if form.value is None or not is_planned(form):
        return await _show_change(request, me, uow.session, found, form, spans)
    if not may_be_stored(form):
        return await _show_plan(request, me, uow.session, found, form, spans)
    try:
        value = form.value
        receipt = await use_cases.change_of(
            uow, client, found, value.valid_from, value.placements, seen=value.seen
        )
    except Problem as problem:
        raise form.value.in_fields(problem) from None
    found_of = " ".join(in_german(each.reason) for each in receipt.warnings)
    kind, to = "warning" if found_of else "success", pages.address(request, employment_id)
    return pages.saved(request, "Änderung gemeldet.", found_of, kind=kind, to=to)


async def _show_change(
    request: Request,
    me: Staffing,
    session: AsyncSession,
    employment: Employment,
    form: Entered[ChangeForm],
    spans: Sequence[Span],
) -> Response:
    """The form with what applies now; what was typed stays."""
    audit.unchanged(request)
    schools = await all_schools(session, me.tenant, local_date(context_of(request).clock.now()))
    back = pages.address(request, employment.id)
    given = shown(anew(form, seen_of(spans)), schools)
    return pages.render(request, "change.html", form=given, employment=employment, back=back)


async def _show_plan(
    request: Request,
    me: Staffing,
    session: AsyncSession,
    employment: Employment,
    form: Entered[ChangeForm],
    spans: Sequence[Span],
) -> Response:
    """What ends the day before, and what applies from then on."""
    value, today = form.sound, local_date(context_of(request).clock.now())
    try:
        await use_cases.check_change(
            session, me.tenant, employment, value.valid_from, value.placements, today=today
        )
    except Problem as problem:
        raise value.in_fields(problem) from None
    audit.unchanged(request)
    placed = await planned(session, me.tenant, value.placements, employment.funding)
    after = begun(spans, value.valid_from, placed)
    return pages.render(
        request,
        "kit/planned.html",
        title="Schulen oder Stunden ändern",
        lead="So sähe es aus. Gespeichert ist noch nichts.",
        preline=employment.name,
        above=[(employment.name, pages.address(request, employment.id))],
        tables=[("Was dann gilt", COLUMNS, compared(spans, after))],
        warnings=[in_german(each.reason) for each in findings(value.placements)],
        form=shown(
            anew(form, seen_of(spans)), await all_schools(session, me.tenant, value.valid_from)
        ),
        button="Änderung melden",
        back=pages.address(request, employment.id),
    )
