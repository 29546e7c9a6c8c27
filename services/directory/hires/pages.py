"""Hires as a carrier's clerk posts them."""

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.forms import asks_for_more, shown
from services.directory.hires import use_cases
from services.directory.hires.forms import HireForm
from services.directory.hires.rules import Result
from services.directory.hires.values import HIRES
from services.directory.organizations.queries import all_schools
from services.directory.rules import acting_for, refuse_unreachable
from services.directory.schemas import Receipt
from shared.context import CurrentContext, Reading
from shared.ids import new_id
from shared.web.audit import about, record_apart
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.imports import offer_import
from shared.web.kit.person import Carrier
from shared.web.kit.reasons import in_german
from shared.web.kit.router import PageRouter

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


def _told(request: Request, receipt: Receipt) -> Response:
    found = " ".join(in_german(each.reason) for each in receipt.warnings)
    detail = found or "Die Einarbeitung beginnt von selbst; alle Beteiligten bekommen Nachricht."
    to = pages.address(request, receipt.employment_id)
    kind = "warning" if found else "success"
    return pages.saved(request, "Einstellung gemeldet.", detail, kind=kind, to=to)


async def _show(
    request: Request, me: Carrier, session: AsyncSession, form: Entered[HireForm]
) -> Response:
    schools = await all_schools(session, me.tenant)
    entered = shown(form, schools)
    return pages.render(
        request, "hire.html", form=entered, schools=len(schools), back=pages.address(request)
    )
