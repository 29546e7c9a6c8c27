"""Surveys as the office plans and follows them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.named import queries as named
from services.surveys.questionnaires import queries as questionnaires
from services.surveys.survey_groups import queries as groups
from services.surveys.survey_groups import use_cases as asking
from services.surveys.surveys import queries, rules, use_cases
from services.surveys.surveys.forms import DoneForm, NewSurveyForm, SurveyForm
from services.surveys.surveys.models import PlannedSurvey
from services.surveys.surveys.values import STOPPED, Secrecy, State, last_day_of, standing
from services.surveys.urns import queries as urns
from services.surveys.workplaces import queries as workplaces
from shared.clock import BERLIN, local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.surveys import BY_ITSELF, PLANNED_SURVEYS
from shared.web.kit.editing import offer_edit, offer_new
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.neighbours import NoAnswer, client_for
from shared.web.sessions.person import Me

pages = PageRouter(
    __package__, prefix=PLANNED_SURVEYS.removeprefix("/surveys"), audience=Coordinator
)


Members = frozenset[UUID] | None
"""Of the groups of a draft; None where the directory cannot say."""


async def _members(
    request: Request, me: Coordinator, here: CurrentContext, planned_survey_id: UUID
) -> Members:
    """Asked before the transaction of whoever needs it begins."""
    async with here.database.reading() as session:
        row = await queries.one(session, me.tenant, planned_survey_id)
        if row.state is not State.DRAFT:
            return await groups.members_of(session, me.tenant, row.id)
    try:
        return await asking.ask(client_for(request, here), me.tenant, row.groups)
    except NoAnswer:
        return None


MembersNow = Annotated[Members, Depends(_members)]


@pages.get("")
async def list_planned_surveys(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, page: PageRequest
) -> Response:
    """From the newest on."""
    found = await queries.page_of(session, me.tenant, page, here.clock.now())
    return pages.render(request, "planned_surveys.html", page=found)


async def _offered(
    session: AsyncSession, me: Me, today: date
) -> Mapping[str, Sequence[tuple[str, str]]]:
    known = await questionnaires.choices(session, me.tenant)
    carriers = await workplaces.carriers(session, me.tenant)
    return {
        "questionnaire_id": [(str(key), title) for key, title in known],
        "carriers": [(str(key), name) for key, name in carriers],
        "groups": [(str(key), name) for key, name in await groups.groups(session, me.tenant)],
    }


def _known(request: Request) -> Mapping[str, Any]:
    """Of the questionnaire from whose page somebody comes."""
    return {"roles": ["worker"], "questionnaire_id": request.query_params.get("questionnaire", "")}


offer_new(
    pages, "Neue Befragung", NewSurveyForm, use_cases.add, _offered, button="Anlegen", known=_known
)


@pages.get("/{planned_survey_id}")
async def show_survey(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    planned_survey_id: UUID,
    members: MembersNow,
) -> Response:
    """What is planned, or how it goes: never who has answered."""
    row = await queries.one(session, me.tenant, planned_survey_id)
    shown = await _shown(here, session, row, members)
    return pages.render(request, "planned_survey.html", **shown)


offer_edit(
    pages, "Befragung bearbeiten", SurveyForm, queries.known, use_cases.change, offering=_offered
)


@pages.get("/{planned_survey_id}/starten")
async def check_before_start(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    planned_survey_id: UUID,
    members: MembersNow,
) -> Response:
    """Everything that cannot be changed afterwards, and what is missing."""
    row = await queries.one(session, me.tenant, planned_survey_id)
    return await _check(request, here, session, row, members, DoneForm.empty())


@pages.post("/{planned_survey_id}/starten")
async def start_survey(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    planned_survey_id: UUID,
    members: MembersNow,
    form: Posted[DoneForm],
) -> Response:
    """People are invited on its first day, or now if that has come."""
    if form.value is None or members is None:
        row = await queries.one(uow.session, me.tenant, planned_survey_id)
        return await _check(request, here, uow.session, row, members, form)
    row = await use_cases.start(uow, me, planned_survey_id, members)
    to = pages.address(request, planned_survey_id)
    when = rules.invites_when(row.opens_at, here.clock.now())
    return pages.saved(request, "Die Befragung ist gestartet.", when, to=to)


@pages.get("/{planned_survey_id}/absagen")
async def ask_to_cancel_survey(
    request: Request, me: Coordinator, session: Reading, planned_survey_id: UUID
) -> Response:
    """Ask first."""
    row = await queries.one(session, me.tenant, planned_survey_id)
    return _cancel(request, row, DoneForm.empty())


@pages.post("/{planned_survey_id}/absagen")
async def cancel_survey(
    request: Request, me: Coordinator, uow: Uow, planned_survey_id: UUID, form: Posted[DoneForm]
) -> Response:
    """Before it has begun."""
    if form.value is None:
        return _cancel(request, await queries.one(uow.session, me.tenant, planned_survey_id), form)
    await use_cases.cancel(uow, me, planned_survey_id)
    to = pages.address(request, planned_survey_id)
    return pages.saved(request, "Die Befragung ist abgesagt.", to=to)


@pages.post("/{planned_survey_id}/pausieren")
async def pause_survey(
    request: Request, me: Coordinator, uow: Uow, planned_survey_id: UUID
) -> Response:
    """It does not begin until it is to go on."""
    await use_cases.pause(uow, me, planned_survey_id)
    return pages.saved(
        request, "Die Befragung beginnt nicht, bis Sie sie fortsetzen.", to=BY_ITSELF
    )


@pages.post("/{planned_survey_id}/fortsetzen")
async def resume_survey(
    request: Request, me: Coordinator, uow: Uow, planned_survey_id: UUID
) -> Response:
    """On its day, or at once, or a year later where its time is over."""
    await use_cases.resume(uow, me, planned_survey_id)
    return pages.saved(request, "Die Befragung beginnt wieder von selbst.", to=BY_ITSELF)


@pages.post("/{planned_survey_id}/kopie")
async def copy_survey(
    request: Request, me: Coordinator, uow: Uow, planned_survey_id: UUID
) -> Response:
    """A draft without dates."""
    row = await use_cases.copy(uow, me, planned_survey_id)
    to = pages.address(request, row.id)
    return pages.saved(request, "Das ist die Kopie: ein Entwurf ohne Termine.", to=to)


async def _shown(
    here: Context, session: AsyncSession, row: PlannedSurvey, members: Members
) -> Mapping[str, Any]:
    now = here.clock.now()
    asked = await questionnaires.version(session, row.tenant, row.version_id)
    begun = row.state not in (State.DRAFT, State.PLANNED)
    found = None
    if not begun and members is not None:
        found = await queries.audience_of(session, row, local_date(now), members)
    faults = rules.faults(found, row.opens_at, row.closes_at, now) if found else []
    urn = (await urns.urns_of(session, row.tenant, row.id))[-1:]
    sealed = row.secrecy is Secrecy.SEALED
    return {
        "survey": row,
        "asked": asked,
        "rule": await queries.rule_in_words(session, row.tenant, queries.rule_of(row)),
        "audience": found,
        "faults": [rules.AWAY] if members is None else faults,
        "sizes": await queries.sizes_in_words(session, row.tenant, found) if found else [],
        "standing": standing(row.state, row.closes_at, now, urn[0].state if urn else None),
        "closes_on": row.closes_at and last_day_of(row.closes_at),
        "opens_on": row.opens_at and row.opens_at.astimezone(BERLIN).date(),
        "urn": urn[0] if urn else None,
        "stopped": STOPPED,
        "answered": None if sealed else await named.answered(session, row.tenant, row.id),
    }


async def _check(
    request: Request,
    here: Context,
    session: AsyncSession,
    row: PlannedSurvey,
    members: Members,
    form: Entered[DoneForm],
) -> Response:
    return pages.confirm(
        request,
        f"„{row.title}“ starten?",
        "Danach wird an der Befragung nichts mehr geändert, und sie endet nicht früher.",
        button="Starten",
        form=form,
        template="start_survey.html",
        **await _shown(here, session, row, members),
    )


def _cancel(request: Request, row: PlannedSurvey, form: Entered[DoneForm]) -> Response:
    return pages.confirm(
        request,
        "Befragung absagen?",
        f"„{row.title}“ findet dann nicht statt. Eingeladen wurde noch niemand.",
        button="Absagen",
        form=form,
    )
