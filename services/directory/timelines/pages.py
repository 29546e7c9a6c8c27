"""A worker's and a school's timeline, and what the office or a carrier puts right in it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import looked_after, wanted_by
from services.directory.employments.values import Employment
from services.directory.entries.queries import asker_of
from services.directory.forms import anew, is_planned, may_be_stored, of_timeline, shown
from services.directory.organizations.queries import all_schools, organization
from services.directory.placements.queries import planned, timelines
from services.directory.placements.values import begun, seen_of, without
from services.directory.rules import findings
from services.directory.schemas import NewCorrection, NewWithdrawal, Span
from services.directory.timelines import queries, use_cases
from services.directory.timelines.forms import CorrectionForm, KnownOn, WithdrawalForm
from services.directory.timelines.rules import refuse_unknown, refuse_withdrawal
from services.directory.timelines.values import COLUMNS, compared, rows_of
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.person import Staffing
from shared.web.kit.reasons import in_german
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem
from shared.web.tokens import ApiClient

pages = PageRouter(__package__, prefix="/fachkraefte", audience=Staffing)


@pages.get("/{employment_id}/verlauf", dependencies=[looked])
async def show_timeline(
    request: Request,
    me: Staffing,
    here: CurrentContext,
    session: Reading,
    search: Search[KnownOn],
    employment_id: UUID,
) -> Response:
    """What applies when, as it is known now or was on a day, and everything that was ever known."""
    client, found = await looked_after(session, me, employment_id)
    today = local_date(here.clock.now())
    if search.known_on is None:
        spans = await timelines(session, me.tenant, [found])
    else:
        at = queries.end_of(search.known_on)
        spans = await queries.known_at(session, me.tenant, [found], at)
    return pages.render(
        request,
        "timeline.html",
        search=search,
        employment=found,
        rows=rows_of(spans[found.id]),
        picture=queries.picture_of(spans[found.id], today),
        versions=await queries.history(
            session, asker_of(me, today), found.id, client.organization_id
        ),
        back=pages.address(request, found.id),
    )


@pages.get("/schulen/{organization_id}", dependencies=[looked])
async def show_school(
    request: Request, me: Staffing, here: CurrentContext, session: Reading, organization_id: UUID
) -> Response:
    """Who works at a school, did or will, of those who are the asker's to look after."""
    school = await organization(session, me.tenant, organization_id)
    wanted = wanted_by(me, local_date(here.clock.now()))
    picture, rows = await queries.at_school(session, wanted, school.id, school.school_number)
    return pages.render(request, "school.html", school=school, picture=picture, rows=rows)


@pages.get("/{employment_id}/einsatz/{day}/berichtigen")
async def ask_what_was_right(
    request: Request, me: Staffing, session: Reading, employment_id: UUID, day: date
) -> Response:
    """The form with what is known to have begun on a day."""
    _, found = await looked_after(session, me, employment_id)
    spans = (await timelines(session, me.tenant, [found]))[found.id]
    span = _begun_on(spans, day)
    form = CorrectionForm.empty(**of_timeline(span.placements), valid_from=day)
    return await _show_form(request, me, session, found, form, spans)


@pages.post("/{employment_id}/einsatz/{day}/berichtigen")
async def correct(
    request: Request,
    me: Staffing,
    here: CurrentContext,
    uow: Uow,
    employment_id: UUID,
    day: date,
    form: Posted[CorrectionForm],
) -> Response:
    """Put it right, once it has been seen what becomes of the timeline."""
    client, found = await looked_after(uow.session, me, employment_id)
    spans = (await timelines(uow.session, me.tenant, [found]))[found.id]
    if form.value is None or not is_planned(form):
        return await _show_form(request, me, uow.session, found, form, spans)
    try:
        if not may_be_stored(form):
            today = local_date(here.clock.now())
            return await _show_plan(request, client, uow.session, found, day, form, today)
        given = _given(found, day, form.value)
        receipt = await use_cases.correct(uow, client, given, form.value.seen)
    except Problem as problem:
        raise form.value.in_fields(problem) from None
    text = " ".join(in_german(each.reason) for each in receipt.warnings)
    kind, to = "warning" if text else "success", pages.address(request, employment_id)
    return pages.saved(request, "Berichtigt.", text, kind=kind, to=to)


@pages.get("/{employment_id}/einsatz/{day}/zuruecknehmen")
async def ask_whether_it_never_was(
    request: Request, me: Staffing, session: Reading, employment_id: UUID, day: date
) -> Response:
    """What would apply if nothing had begun on that day."""
    _, found = await looked_after(session, me, employment_id)
    spans = (await timelines(session, me.tenant, [found]))[found.id]
    form = WithdrawalForm.empty(seen=seen_of(spans))
    return _show_withdrawal(request, found, day, form, spans)


@pages.post("/{employment_id}/einsatz/{day}/zuruecknehmen")
async def withdraw(
    request: Request,
    me: Staffing,
    uow: Uow,
    employment_id: UUID,
    day: date,
    form: Posted[WithdrawalForm],
) -> Response:
    """Take it back: what was before goes on."""
    client, found = await looked_after(uow.session, me, employment_id)
    if form.value is None:
        spans = (await timelines(uow.session, me.tenant, [found]))[found.id]
        return _show_withdrawal(request, found, day, form, spans)
    given = NewWithdrawal(
        external_id=found.external_id, employment_id=found.id, day=day, note=form.value.note
    )
    await use_cases.correct(uow, client, given, form.value.seen)
    return pages.saved(request, "Zurückgenommen.", to=pages.address(request, employment_id))


def _begun_on(spans: Sequence[Span], day: date) -> Span:
    refuse_unknown([each.valid_from for each in spans], day)
    return next(each for each in spans if each.valid_from == day)


def _given(employment: Employment, day: date, form: CorrectionForm) -> NewCorrection:
    return NewCorrection(
        external_id=employment.external_id,
        employment_id=employment.id,
        day=day,
        valid_from=form.valid_from,
        placements=form.placements,
        note=form.note,
    )


async def _show_form(
    request: Request,
    me: Staffing,
    session: AsyncSession,
    employment: Employment,
    form: Entered[CorrectionForm],
    spans: Sequence[Span],
) -> Response:
    audit.unchanged(request)
    given = shown(
        anew(form, seen_of(spans)), await all_schools(session, me.tenant, _earliest(spans))
    )
    back = pages.address(request, employment.id)
    return pages.render(request, "correction.html", form=given, employment=employment, back=back)


async def _show_plan(
    request: Request,
    client: ApiClient,
    session: AsyncSession,
    employment: Employment,
    day: date,
    form: Entered[CorrectionForm],
    today: date,
) -> Response:
    """What was known beside what would be."""
    value, tenant = form.sound, client.tenant
    given = _given(employment, day, value)
    spans = await use_cases.check(session, client, given, None, today)
    audit.unchanged(request)
    placed = await planned(session, tenant, value.placements, employment.funding)
    after = begun(without(spans, day), value.valid_from, placed)
    back = pages.address(request, employment.id)
    return pages.render(
        request,
        "kit/planned.html",
        title="Einsatz berichtigen",
        lead="So sähe der Verlauf aus. Gespeichert ist noch nichts.",
        preline=employment.name,
        above=[(employment.name, back)],
        tables=[("Verlauf", COLUMNS, compared(spans, after))],
        warnings=[in_german(each.reason) for each in findings(value.placements)],
        form=shown(anew(form, seen_of(spans)), await all_schools(session, tenant, day)),
        button="Berichtigen",
        back=back,
    )


def _earliest(spans: Sequence[Span]) -> date:
    """What was closed since may have been open then."""
    return min((each.valid_from for each in spans), default=date.min)


def _show_withdrawal(
    request: Request,
    employment: Employment,
    day: date,
    form: Entered[WithdrawalForm],
    spans: Sequence[Span],
) -> Response:
    refuse_withdrawal([each.valid_from for each in spans], day)
    return pages.confirm(
        request,
        "Hat diese Änderung nie gegolten?",
        "Was vorher galt, gilt dann weiter. Im Verlauf bleibt stehen, was gemeldet war.",
        button="Änderung zurücknehmen",
        form=form,
        template="withdrawal.html",
        final=False,
        back=pages.address(request, employment.id),
        columns=COLUMNS,
        rows=compared(spans, without(spans, day)),
    )
