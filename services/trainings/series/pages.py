"""A series from one form: what it is, then its days, which are suggested and may be changed."""

from uuid import UUID

from fastapi import Request, Response

from services.trainings.gatherings import queries as gatherings
from services.trainings.series import rules, use_cases
from services.trainings.series.forms import MOST, SeriesForm
from shared.clock import local_date
from shared.context import Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web import audit
from shared.web.kit.forms import Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)


@pages.get("/reihe")
async def ask_for_series(request: Request, me: Coordinator) -> Response:
    """The form."""
    return pages.render(request, "series.html", form=SeriesForm.empty(), suggested=[])


@pages.post("/reihe")
async def lay_out(
    request: Request, me: Coordinator, uow: Uow, form: Posted[SeriesForm]
) -> Response:
    """Suggest days where none are named; else lay it out on them."""
    if form.value is None:
        return pages.render(request, "series.html", form=form, suggested=[])
    given = form.value
    days = rules.read(given.days, MOST)
    today = local_date(uow.now)
    rules.refuse_far([given.first], today, "first")
    rules.refuse_far(days, today, "days")
    if not days:
        found = rules.suggest(given.first, given.rhythm, given.number, given.weeks or 1)
        text = rules.written([each.day for each in found])
        audit.unchanged(request)
        shown = SeriesForm.filled(given.model_dump() | {"days": text})
        return pages.render(request, "series.html", form=shown, suggested=found)
    first = await use_cases.lay_out(uow, me, given, days)
    audit.about(request, first)
    text = f"{len(days)} Termine sind angelegt, als Entwürfe."
    return pages.saved(request, text, to=pages.address(request, first))


@pages.get("/{gathering_id}/reihe-absagen")
async def ask_to_call_off(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """Ask before everybody is told."""
    await gatherings.one(session, me.tenant, gathering_id)
    return pages.confirm(
        request,
        "Diesen und alle folgenden Termine absagen?",
        "Alle, die angemeldet sind oder warten, erfahren das mit einer Mail. Was schon begonnen"
        " hat, und Entwürfe bleiben, wie sie sind. Das gilt endgültig.",
        button="Absagen",
    )


@pages.post("/{gathering_id}/reihe-absagen")
async def call_off(request: Request, me: Coordinator, uow: Uow, gathering_id: UUID) -> Response:
    """None of them takes place."""
    number = await use_cases.call_off_from(uow, me, gathering_id)
    text = "Ein Termin ist abgesagt." if number == 1 else f"{number} Termine sind abgesagt."
    return pages.saved(request, text, to=pages.address(request, gathering_id))
