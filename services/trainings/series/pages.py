"""A series from one form: what it is, then its days, which are suggested and may be changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.gatherings import use_cases as gatherings_use_cases
from services.trainings.models import Gathering
from services.trainings.series import queries, rules, use_cases
from services.trainings.series.forms import MOST, ChangeForm, DaysForm, ScopeForm, SeriesForm
from services.trainings.series.values import Done, Scope, Suggested
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web import audit
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)


@pages.get("/reihe")
async def ask_for_series(
    request: Request, me: Coordinator, here: CurrentContext, search: Search[DaysForm]
) -> Response:
    """First which days, then what is on them."""
    days = search.entered
    if search.first is None or days.errors:
        return _lay_out(request, days, None)
    try:
        rules.refuse_far([search.first], local_date(here.clock.now()), "first")
    except Problem as problem:
        return _lay_out(request, days.told(problem) or days, None)
    return _suggest(request, days, search.first, search)


@pages.post("/reihe")
async def lay_out(
    request: Request, me: Coordinator, uow: Uow, form: Posted[SeriesForm]
) -> Response:
    """Suggest days where none are named; else lay it out on them."""
    if form.value is None:
        return _lay_out(request, DaysForm.filled(form.typed), form)
    given = form.value
    days = rules.read(given.days, MOST)
    today = local_date(uow.now)
    rules.refuse_far([given.first], today, "first")
    rules.refuse_far(days, today, "days")
    if not days:
        audit.unchanged(request)
        return _suggest(request, DaysForm.filled(form.typed), given.first, given)
    first = await use_cases.lay_out(uow, me, given, days)
    audit.about(request, first)
    text = f"{len(days)} Termine sind angelegt, als Entwürfe."
    return pages.saved(request, text, to=pages.address(request, first))


def _suggest(
    request: Request, days: Entered[DaysForm], first: date, given: DaysForm | SeriesForm
) -> Response:
    found = rules.suggest(first, given.rhythm, given.number, given.weeks or 1)
    text = rules.written([each.day for each in found])
    form = SeriesForm.empty(**given.model_dump() | {"days": text})
    return _lay_out(request, days, form, found)


def _lay_out(
    request: Request,
    days: Entered[DaysForm],
    form: Entered[SeriesForm] | None,
    suggested: Sequence[Suggested] = (),
) -> Response:
    return pages.render(request, "series.html", days=days, form=form, suggested=suggested)


@pages.get("/{gathering_id}/reihe-aendern")
async def ask_for_change(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """As this one is, with all of the series and what stays as it is."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    now = here.clock.now()
    form = ChangeForm.filled(await queries.shown(session, row, now))
    return await _change(request, session, row, now, form)


@pages.post("/{gathering_id}/reihe-aendern")
async def change(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[ChangeForm]
) -> Response:
    """All that are meant, or none."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return await _change(request, uow.session, row, uow.now, form)
    done = await use_cases.change(uow, me, gathering_id, form.value)
    if not done.changed:
        audit.unchanged(request)
    text = _said(done, "geändert") if done.changed else "Es war nichts zu ändern."
    to = pages.address(request, gathering_id)
    return pages.saved(request, text, _stayed(done), to=to)


@dataclass(frozen=True)
class Several:
    """What is done to this one, those that follow or all: its address, and what is said of it."""

    path: str
    title: str
    lead: str
    button: str
    done: str
    judge: use_cases.Judge
    deed: use_cases.Deed
    deleted: bool = False

    async def show(
        self,
        request: Request,
        session: AsyncSession,
        row: Gathering,
        now: datetime,
        form: Entered[ScopeForm],
    ) -> Response:
        members = await self.judge(session, row.tenant, await queries.members(session, row, now))
        return pages.render(
            request,
            "several.html",
            title=self.title,
            lead=self.lead,
            button=self.button,
            form=form,
            this=row.id,
            members=members,
            back=pages.address(request, row.id),
            above=[(row.title, pages.address(request, row.id))],
        )


SEVERAL = (
    Several(
        "reihe-absagen",
        "Aus der Reihe absagen",
        "Alle, die angemeldet sind oder warten, erfahren das mit einer Mail.",
        "Absagen",
        "abgesagt",
        queries.to_call_off,
        gatherings_use_cases.call_off,
    ),
    Several(
        "reihe-oeffnen",
        "Entwürfe öffnen",
        "Sie stehen dann im Angebot, und man kann sich anmelden.",
        "Öffnen",
        "offen",
        queries.to_open,
        gatherings_use_cases.open_registration,
    ),
    Several(
        "entwurf-loeschen",
        "Entwürfe löschen",
        "Entwürfe sieht nur die Koordinierungsstelle; gelöscht sind sie für immer.",
        "Löschen",
        "gelöscht",
        queries.to_delete,
        gatherings_use_cases.delete_draft,
        deleted=True,
    ),
)


def _offer(several: Several) -> None:
    """Ask which are meant, then do it."""
    path = f"/{{gathering_id}}/{several.path}"

    @pages.get(path)
    async def ask(
        request: Request,
        me: Coordinator,
        here: CurrentContext,
        session: Reading,
        gathering_id: UUID,
    ) -> Response:
        row = await gatherings.one(session, me.tenant, gathering_id)
        form = ScopeForm.empty(scope=Scope.THIS)
        return await several.show(request, session, row, here.clock.now(), form)

    @pages.post(path)
    async def act(
        request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[ScopeForm]
    ) -> Response:
        row = await gatherings.one(uow.session, me.tenant, gathering_id)
        if form.value is None:
            return await several.show(request, uow.session, row, uow.now, form)
        what = (several.judge, several.deed)
        done = await use_cases.do(uow, me, gathering_id, form.value.scope, *what)
        to = pages.address(request) if several.deleted else pages.address(request, gathering_id)
        return pages.saved(request, _said(done, several.done), _stayed(done), to=to)


for each in SEVERAL:
    _offer(each)


async def _change(
    request: Request,
    session: AsyncSession,
    row: Gathering,
    now: datetime,
    form: Entered[ChangeForm],
) -> Response:
    return pages.render(
        request,
        "change_series.html",
        form=form,
        this=row.id,
        members=await queries.members(session, row, now),
        back=pages.address(request, row.id),
        above=[(row.title, pages.address(request, row.id))],
    )


def _said(done: Done, what: str) -> str:
    if done.changed == 1:
        return f"Ein Termin ist {what}."
    return f"{done.changed} Termine sind {what}."


def _stayed(done: Done) -> str:
    if done.stayed == 1:
        return "Einer bleibt, wie er ist."
    return f"{done.stayed} bleiben, wie sie sind." if done.stayed else ""
