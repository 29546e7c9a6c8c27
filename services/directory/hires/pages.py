"""Hires as a carrier's clerk posts them."""

from collections.abc import Sequence
from datetime import date

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.duplicates.queries import warned_of
from services.directory.duplicates.values import Alike, shown_as
from services.directory.employments.queries import known_by_number
from services.directory.forms import asks_for_more, shown, warning
from services.directory.hires import use_cases
from services.directory.hires.forms import HireForm
from services.directory.hires.rules import Result
from services.directory.hires.values import HIRES
from services.directory.organizations.queries import all_schools
from services.directory.people.values import names_of
from services.directory.rules import acting_for, refuse_unreachable
from services.directory.schemas import Receipt
from shared.clock import local_date
from shared.context import CurrentContext, Reading, context_of
from shared.ids import new_id
from shared.web.audit import about, record_apart
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.imports import offer_import
from shared.web.kit.person import Carrier
from shared.web.kit.reasons import in_german
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/fachkraefte", audience=Carrier)

offer_import(pages, HIRES, use_cases.plan, use_cases.carry_out)


@pages.get("/neu")
async def ask(request: Request, me: Carrier, session: Reading) -> Response:
    """An empty form."""
    return await _show(request, me, session, HireForm.empty(key=str(new_id())))


@pages.post("/neu")
async def hire(
    request: Request, me: Carrier, here: CurrentContext, form: Posted[HireForm]
) -> Response:
    """Store it as if a program had posted it; the same again leads to the same page."""
    if form.value is None or asks_for_more(form):
        async with here.database.reading() as session:
            return await _show(request, me, session, form)
    given = form.value
    refuse_unreachable({"email": given.email}, here.settings)
    async with here.database.reading() as session:
        if found := await _alike(session, me, local_date(here.clock.now()), given):
            return await _show(request, me, session, form, found)
    posted = use_cases.intake(here, acting_for(me), given.hire, given.key)
    outcome = await use_cases.hire(here, posted)
    if outcome.known is not None and outcome.result is Result.UNCHANGED:
        text, to = "Diese Einstellung ist schon gemeldet.", outcome.known.id
        return pages.saved(request, text, kind="info", to=pages.address(request, to))
    if outcome.problem is not None:
        raise given.in_fields(outcome.problem)
    assert outcome.answer is not None
    receipt = Receipt.model_validate_json(outcome.answer.body)
    about(request, receipt.employment_id)
    await record_apart(request)
    return _told(request, receipt)


async def _alike(session: AsyncSession, me: Me, today: date, given: HireForm) -> Sequence[Alike]:
    """Whom somebody may be whose number the carrier has not posted yet."""
    number = acting_for(me).organization_id, given.external_id
    if await known_by_number(session, [number]):
        return []
    return await warned_of(session, me, today, names_of(given), given.known)


def _told(request: Request, receipt: Receipt) -> Response:
    found = " ".join(in_german(each.reason) for each in receipt.warnings)
    detail = found or "Die Einarbeitung beginnt von selbst; alle Beteiligten bekommen Nachricht."
    to = pages.address(request, receipt.employment_id)
    kind = "warning" if found else "success"
    return pages.saved(request, "Einstellung gemeldet.", detail, kind=kind, to=to)


async def _show(
    request: Request,
    me: Carrier,
    session: AsyncSession,
    form: Entered[HireForm],
    found: Sequence[Alike] = (),
) -> Response:
    today = local_date(context_of(request).clock.now())
    schools = await all_schools(session, me.tenant, today)
    entered = warning(shown(form, schools), shown_as(found))
    status, back = 409 if found else 200, pages.address(request)
    return pages.render(
        request,
        "hire.html",
        status,
        form=entered,
        schools=len(schools),
        alike=found,
        back=back,
    )
