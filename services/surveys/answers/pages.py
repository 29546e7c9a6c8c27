"""The page on which an invitation is answered."""

from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.surveys.answers import use_cases
from services.surveys.answers.forms import AnswerForm, ExitForm
from services.surveys.answers.rules import token_of
from services.surveys.answers.values import PURPOSE, WORDINGS, promised
from services.surveys.invitations import queries as invitations
from services.surveys.invitations.values import InvitationState, OpenedInvitation
from services.surveys.urns import queries as urns
from services.surveys.urns.values import KEY, Outcome, Seals
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.surveys import SURVEY_PAGE, Occasion
from shared.links import LinkInvalid
from shared.web.kit.forms import Entered, read_form
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter
from shared.web.kit.sheets import SentLists

NO_URN_YET = (
    "Die Urne für Ihre Antwort wird gerade vorbereitet. Ihre Eingaben stehen noch hier: Bitte"
    " senden Sie sie in einer Minute noch einmal ab."
)

pages = PageRouter(__package__, audience=LinkHolder)


@pages.get(SURVEY_PAGE.route)
async def show_form(
    request: Request, here: CurrentContext, session: Reading, token: str, danke: str = ""
) -> Response:
    """The questions, or why there are none any more."""
    invitation = await _open(here, session, token)
    if await _is_over(here, session, invitation):
        return _nothing_to_answer(request, invitation, just_now=bool(danke))
    return _form(request, invitation, _asking(invitation).empty())


@pages.post(SURVEY_PAGE.route)
async def give_answer(
    request: Request,
    here: CurrentContext,
    sent: SentLists,
    uow: Uow,
    token: str,
) -> Response:
    """Store the answer and thank, or show the page again with what is missing."""
    invitation = await _open(here, uow.session, token)
    if await _is_over(here, uow.session, invitation):
        return _nothing_to_answer(request, invitation)
    form = read_form(_asking(invitation), sent)
    if form.value is None:
        return _form(request, invitation, form)
    seals, key = Seals(here.key(KEY)), here.key(PURPOSE)
    outcome = await use_cases.give_answer(uow, seals, key, invitation, form.value.answer)
    if outcome is Outcome.CLOSED:
        return _form(request, invitation, form.refused("", NO_URN_YET))
    taken = outcome is Outcome.TAKEN
    return RedirectResponse(request.scope["path"] + ("?danke=ja" if taken else ""), 303)


async def _open(here: Context, session: Reading, token: str) -> OpenedInvitation:
    invitation_id = await here.links.open(SURVEY_PAGE, token)
    today = local_date(here.clock.now())
    invitation = await invitations.find_invitation(session, invitation_id, today)
    if invitation is None:
        raise LinkInvalid
    return invitation


async def _is_over(here: Context, session: Reading, invitation: OpenedInvitation) -> bool:
    """Closed, or used; one that is open and unknown to every urn was used in one opened since."""
    if invitation.state is not InvitationState.OPEN:
        return invitation.state is InvitationState.CLOSED
    secret = token_of(here.key(PURPOSE), invitation.id)
    visit = await urns.visit(session, Seals(here.key(KEY)), secret, here.clock.now())
    return visit is None or visit.state is Outcome.ALREADY


def _asking(invitation: OpenedInvitation) -> type[AnswerForm] | type[ExitForm]:
    return ExitForm if invitation.occasion is Occasion.EXIT else AnswerForm


def _form(request: Request, invitation: OpenedInvitation, form: Entered[Any]) -> Response:
    return pages.render(
        request,
        "answer.html",
        said=WORDINGS[invitation.occasion],
        closes_on=invitation.closes_on,
        promises=promised(),
        form=form,
    )


def _nothing_to_answer(
    request: Request, invitation: OpenedInvitation, *, just_now: bool = False
) -> Response:
    if invitation.state is InvitationState.CLOSED:
        over = {"closed_on": invitation.closes_on, "over": invitation.over}
        return pages.render(request, "closed.html", 410, **over)
    return pages.render(request, "answered.html", just_now=just_now)
