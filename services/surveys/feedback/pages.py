"""The page on which who was there answers; it knows the right, and not whose it is."""

from dataclasses import replace

from fastapi import Request, Response

from services.surveys.feedback import queries, rules, use_cases
from services.surveys.feedback.forms import FeedbackForm, kind_of
from services.surveys.feedback.values import (
    NO_ANSWER,
    NOTHING_SAID,
    OWN,
    PURPOSE,
    AnswerKind,
    Asked,
    Question,
    promised,
)
from services.surveys.urns import queries as urns
from services.surveys.urns.values import KEY, Outcome, Seals, Visit
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.feedback import FEEDBACK_PAGE, FEEDBACK_WAITING, WaitingRights
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)


@pages.get(FEEDBACK_PAGE.route)
async def show_questions(
    request: Request, here: CurrentContext, session: Reading, token: str
) -> Response:
    """The questions, or why there are none any more; it changes nothing."""
    visit = await _visit(here, session, token)
    if visit is None or visit.state is not None:
        return _over(request, visit.state if visit else None)
    asked = await queries.behind(session, visit.survey_id)
    return _form(request, asked, FeedbackForm.empty())


@pages.post(FEEDBACK_PAGE.route)
async def answer(
    request: Request, here: CurrentContext, uow: Uow, token: str, form: Posted[FeedbackForm]
) -> Response:
    """Show all for checking first; from there, seal it or go back."""
    visit = await _visit(here, uow.session, token)
    if visit is None or visit.state is not None:
        return _over(request, visit.state if visit else None)
    asked = await queries.behind(uow.session, visit.survey_id)
    form = _whole(form, asked)
    if form.value is None or form.value.step == "back":
        return _form(request, asked, form)
    if form.value.step != "send":
        return _check(request, asked, form.value)
    secret, seals = await _secret(here, token), Seals(here.key(KEY))
    answers = form.value.answers
    outcome = await use_cases.hand_in(uow, seals, secret, asked.questions, answers)
    return _over(request, outcome)


@pages.post(FEEDBACK_WAITING.route)
async def name_waiting(here: CurrentContext, uow: Uow, token: str) -> WaitingRights:
    """Rights that are not used yet, to notifications, once."""
    feedback_id = await here.links.open(FEEDBACK_WAITING, token)
    seals = Seals(here.key(KEY))
    return WaitingRights(rights=tuple(await use_cases.waiting_once(uow, seals, feedback_id)))


async def _secret(here: Context, token: str) -> str:
    return rules.token_of(here.key(PURPOSE), await here.links.open(FEEDBACK_PAGE, token))


async def _visit(here: Context, session: Reading, token: str) -> Visit | None:
    secret = await _secret(here, token)
    return await urns.visit(session, Seals(here.key(KEY)), secret, here.clock.now())


def _whole(form: Entered[FeedbackForm], asked: Asked) -> Entered[FeedbackForm]:
    """With what is missing of the office's own questions."""
    typed = {key: str(form.typed.get(key) or "") for key in OWN}
    for key, fault in rules.faults(asked.own, typed).items():
        form = form.refused(key, fault)
    return form


def _form(request: Request, asked: Asked, form: Entered[FeedbackForm]) -> Response:
    own = {each.key: kind_of(each) for each in asked.own}
    left_out = ("step", *(key for key in OWN if key not in own))
    return pages.render(
        request,
        "feedback.html",
        asked=asked,
        promises=promised(asked.closes_on),
        form=replace(form, left_out=left_out, kinds=own),
    )


def _check(request: Request, asked: Asked, value: FeedbackForm) -> Response:
    given = {each.key: value.answers[each.key] for each in asked.questions}
    said = [(each.text, _in_words(each, given[each.key])) for each in asked.questions]
    return pages.render(request, "check.html", asked=asked, said=said, given=given)


def _in_words(question: Question, given: str) -> str:
    if question.kind is AnswerKind.TEXT:
        return given or "nichts"
    return NOTHING_SAID if given == NO_ANSWER else question.answers[given]


def _over(request: Request, outcome: Outcome | None) -> Response:
    if outcome in (Outcome.TAKEN, Outcome.ALREADY):
        return pages.render(request, "received.html")
    return pages.render(request, "feedback_over.html", 410)
