"""The page on which who was there answers; it knows the right, and not whose it is."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response

from services.surveys.feedback import queries, rules, use_cases
from services.surveys.feedback.forms import FeedbackForm
from services.surveys.feedback.values import NO_ANSWER, PURPOSE, SCALE, STATEMENTS, TEXTS, promised
from services.surveys.urns import queries as urns
from services.surveys.urns.values import KEY, Outcome, Seals, Visit
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.feedback import FEEDBACK_PAGE
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
    return await _form(request, session, visit.survey_id, FeedbackForm.empty())


@pages.post(FEEDBACK_PAGE.route)
async def answer(
    request: Request, here: CurrentContext, uow: Uow, token: str, form: Posted[FeedbackForm]
) -> Response:
    """Show all for checking first; from there, seal it or go back."""
    visit = await _visit(here, uow.session, token)
    if visit is None or visit.state is not None:
        return _over(request, visit.state if visit else None)
    if form.value is None or form.value.step == "back":
        return await _form(request, uow.session, visit.survey_id, form)
    if form.value.step != "send":
        return await _check(request, uow.session, visit.survey_id, form.value)
    secret = await _secret(here, token)
    outcome = await use_cases.hand_in(uow, Seals(here.key(KEY)), secret, form.value.answers)
    return _over(request, outcome)


async def _secret(here: Context, token: str) -> str:
    return rules.token_of(here.key(PURPOSE), await here.links.open(FEEDBACK_PAGE, token))


async def _visit(here: Context, session: Reading, token: str) -> Visit | None:
    secret = await _secret(here, token)
    return await urns.visit(session, Seals(here.key(KEY)), secret, here.clock.now())


async def _form(
    request: Request, session: Reading, survey_id: UUID, form: Entered[FeedbackForm]
) -> Response:
    asked = await queries.behind(session, survey_id)
    return pages.render(
        request,
        "feedback.html",
        asked=asked,
        promises=promised(asked.closes_on),
        form=replace(form, left_out=("step",)),
    )


async def _check(
    request: Request, session: Reading, survey_id: UUID, value: FeedbackForm
) -> Response:
    asked = await queries.behind(session, survey_id)
    words = {**SCALE, NO_ANSWER: "keine Angabe"}
    given = value.answers
    said = [(each.text, words[given[each.key]]) for each in STATEMENTS]
    said += [(each.text, given[each.key] or "nichts") for each in TEXTS]
    return pages.render(request, "check.html", asked=asked, said=said, given=given)


def _over(request: Request, outcome: Outcome | None) -> Response:
    if outcome in (Outcome.TAKEN, Outcome.ALREADY):
        return pages.render(request, "received.html")
    return pages.render(request, "feedback_over.html", 410)
