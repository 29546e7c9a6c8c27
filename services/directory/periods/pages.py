"""Periods that the coordination office may choose."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

from fastapi import Request, Response

from services.directory.departed.use_cases import RETENTION
from services.directory.models import metadata
from services.directory.periods import queries, rules, use_cases
from services.directory.periods.forms import PeriodForm
from services.directory.periods.values import PERIODS, SOON, Choice, Going, in_both
from shared.clock import local_date
from shared.context import Reading, Uow
from shared.retention.rules import Rule, rules_of
from shared.web import audit
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/loeschfristen", audience=Coordinator)
_TITLE = "Löschfristen"


@pages.get("")
async def list_periods(request: Request, me: Coordinator, session: Reading) -> Response:
    """Every class of which a period may be chosen."""
    found = await queries.choices(session, me.tenant)
    said = [(each, rules.said_of(each)) for each in found]
    return pages.render(request, "periods.html", classes=said)


@pages.get("/{deletion}")
async def ask_for_period(
    request: Request, me: Coordinator, session: Reading, deletion: str
) -> Response:
    """As it is now."""
    now = await queries.choice(session, me.tenant, queries.by_name(deletion))
    return _form(request, now, PeriodForm.empty(days=now.lasts.days, version=now.version))


@pages.post("/{deletion}")
async def choose_period(
    request: Request, me: Coordinator, uow: Uow, deletion: str, form: Posted[PeriodForm]
) -> Response:
    """Kept so from the next run on; a shorter period is asked for once more."""
    now = await queries.choice(uow.session, me.tenant, queries.by_name(deletion))
    value = form.value
    if value is None or value.again:
        audit.unchanged(request)
        return _form(request, now, form)
    rules.refuse_length(now, value.days)
    if rules.shortens(now, value.days) and not value.confirmed:
        wanted = (now.deletion, timedelta(days=value.days))
        today = local_date(uow.now)
        found = await queries.going(uow.session, me.tenant, wanted, _rules(), today)
        return _preview(request, now, form, found)
    await use_cases.choose(uow, me.cause, now.deletion, value)
    return pages.saved(request, "Die Frist gilt.", f"Gelöscht wird {SOON}.", to=PERIODS)


@cache
def _rules() -> Sequence[Rule]:
    return rules_of(metadata, deeds=RETENTION)


def _form(request: Request, now: Choice, form: Entered[PeriodForm]) -> Response:
    return pages.render(
        request,
        "period.html",
        title=now.plain.title,
        now=now,
        said=rules.said_of(now),
        form=replace(form, left_out={"confirmed", "again"}),
        back=PERIODS,
        above=[(_TITLE, PERIODS)],
    )


def _preview(
    request: Request, now: Choice, form: Entered[PeriodForm], found: Sequence[Going]
) -> Response:
    """What the next run takes, before it is stored."""
    audit.unchanged(request)
    days = timedelta(days=form.sound.days)
    warning = (
        f"Statt {in_both(now.lasts)} gelten dann {in_both(days)}."
        " Was gelöscht ist, kommt nicht wieder."
    )
    return pages.render(
        request,
        "kit/planned.html",
        title="Frist verkürzen",
        lead=f"Gespeichert ist noch nichts. Was älter ist, wird gelöscht, {SOON}.",
        preline=now.plain.title,
        above=[(_TITLE, PERIODS), (now.plain.title, request.url.path)],
        tables=[("Was der nächste Löschlauf mitnimmt", ("Dienst", "Umfang"), rules.counted(found))],
        warnings=[warning],
        form=replace(form, left_out={"confirmed", "again"}),
        button="Frist verkürzen",
        back=PERIODS,
    )
