"""The page on which an invitation is answered, and the pages that show the results."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from services.surveys.answers import queries, use_cases
from services.surveys.answers.rules import ITEMS, LONGEST_REMARK, SCALE, read_answer
from services.surveys.answers.schemas import AnswerForm, Municipality
from services.surveys.invitations import queries as invitations
from services.surveys.invitations.values import InvitationState, OpenedInvitation
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.navigation import operators_navigation
from shared.contracts.surveys import SURVEY_PAGE, Occasion
from shared.links import LinkInvalid
from shared.web.audience import by_link, operator
from shared.web.pages import Pages
from shared.web.problem import Problem
from shared.web.security import refuse_other_sites

pages = APIRouter()
_templates = Pages(Path(__file__).parent / "templates")

DAYS = {Occasion.DAY_30: 30, Occasion.DAY_100: 100}


@pages.get(SURVEY_PAGE.route, dependencies=[Depends(by_link)])
async def show_form(
    request: Request, here: CurrentContext, session: Reading, token: str, danke: str = ""
) -> Response:
    """The questions, or why there are none any more."""
    invitation = await _open(here, session, token)
    if invitation.state is not InvitationState.OPEN:
        return _nothing_to_answer(request, invitation, just_now=bool(danke))
    return _form(request, invitation, AnswerForm(), {})


@pages.post(SURVEY_PAGE.route, dependencies=[Depends(by_link), Depends(refuse_other_sites)])
async def give_answer(
    request: Request,
    here: CurrentContext,
    entered: Annotated[AnswerForm, Form()],
    uow: Uow,
    token: str,
) -> Response:
    """Store the answer and thank, or show the page again with what is missing."""
    invitation = await _open(here, uow.session, token)
    if invitation.state is not InvitationState.OPEN:
        return _nothing_to_answer(request, invitation)
    answer, errors = read_answer(entered.model_dump())
    if answer is None:
        return _form(request, invitation, entered, errors)
    given = await use_cases.give_answer(uow, invitation, answer)
    return RedirectResponse(request.scope["path"] + ("?danke=ja" if given else ""), 303)


async def _open(here: Context, session: Reading, token: str) -> OpenedInvitation:
    invitation_id = await here.links.open(SURVEY_PAGE, token)
    today = local_date(here.clock.now())
    invitation = await invitations.find_invitation(session, invitation_id, today)
    if invitation is None:
        raise LinkInvalid
    return invitation


def _form(
    request: Request, invitation: OpenedInvitation, entered: AnswerForm, errors: dict[str, str]
) -> Response:
    return _templates.render(
        request,
        "answer.html",
        422 if errors else 200,
        days=DAYS[invitation.occasion],
        closes_on=invitation.closes_on,
        items=ITEMS,
        scale=[(str(value), text) for value, text in SCALE.items()],
        longest_remark=LONGEST_REMARK,
        entered=entered.model_dump(),
        errors=errors,
    )


def _nothing_to_answer(
    request: Request, invitation: OpenedInvitation, *, just_now: bool = False
) -> Response:
    if invitation.state is InvitationState.CLOSED:
        return _templates.render(request, "closed.html", 410, closed_on=invitation.closes_on)
    return _templates.render(request, "answered.html", just_now=just_now)


@pages.get("/", dependencies=[Depends(operator)])
async def show_surveys(
    request: Request, here: CurrentContext, session: Reading, municipality: Municipality
) -> Response:
    """Every survey of a municipality."""
    return _templates.render(
        request,
        "surveys.html",
        navigation=operators_navigation(mailbox=not here.settings.smtp_url),
        overviews=await queries.list_surveys(session, municipality),
        days=DAYS,
        municipality=municipality,
        municipalities=[(key, key) for key in sorted(here.settings.municipalities)],
    )


@pages.get("/ergebnisse/{survey_id}", dependencies=[Depends(operator)])
async def show_results(
    request: Request,
    here: CurrentContext,
    session: Reading,
    municipality: Municipality,
    survey_id: UUID,
) -> Response:
    """What a survey says so far."""
    results = await queries.results_of(session, municipality, survey_id)
    if results is None:
        raise Problem(404, "unknown-survey", "There is no such survey")
    return _templates.render(
        request,
        "results.html",
        navigation=operators_navigation(mailbox=not here.settings.smtp_url),
        results=results,
        days=DAYS[results.survey.occasion],
        scale=SCALE,
        municipality=municipality,
    )
