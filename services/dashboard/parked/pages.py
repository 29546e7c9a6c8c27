"""One page for the parked messages of all services, and the forms that move them."""

import asyncio
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.events.values import lane_of
from services.dashboard.neighbours.use_cases import TITLES, NoAnswer, ServiceClient
from services.dashboard.pages import Asking
from services.dashboard.parked import queries, rules, use_cases
from services.dashboard.parked.schemas import (
    Action,
    Cause,
    Chosen,
    Corrected,
    Discarded,
    Place,
    Wanted,
)
from shared.context import CurrentContext
from shared.contracts.navigation import operators_navigation
from shared.contracts.phrases import phrases
from shared.web.audience import operator
from shared.web.pages import Pages

ADDRESS = "/dashboard/angehalten"
NOTHING_CHOSEN = "Bitte wählen Sie mindestens eine Nachricht aus."


pages = APIRouter(prefix="/angehalten", dependencies=[Depends(operator)])
_templates = Pages(Path(__file__).parent / "templates")


@pages.get("")
async def show_parked(
    request: Request, here: CurrentContext, asking: Asking, wanted: Annotated[Wanted, Query()]
) -> Response:
    """Everything by cause, one cause opened if asked for, and what was done before."""
    outcome = rules.outcome(wanted.action, wanted.asked, wanted.done) if wanted.action else None
    return await _page(request, here, asking, wanted, after=wanted.after, outcome=outcome)


@pages.post("/erneut")
async def release(
    request: Request, here: CurrentContext, asking: Asking, chosen: Annotated[Chosen, Form()]
) -> Response:
    """Try the chosen messages again."""
    if not rules.anything_meant(chosen):
        return await _page(request, here, asking, chosen, status=422, error=NOTHING_CHOSEN)
    try:
        asked, done = await use_cases.release(asking, chosen)
    except NoAnswer:
        return await _page(request, here, asking, chosen, status=503, silent=chosen.service)
    return _back(chosen, "released", asked, done)


@pages.get("/verwerfen")
async def ask_before_discarding(
    request: Request, here: CurrentContext, asking: Asking, chosen: Annotated[Chosen, Query()]
) -> Response:
    """Ask for the reason, and whether it is really meant."""
    if not rules.anything_meant(chosen):
        return await _page(request, here, asking, chosen, status=422, error=NOTHING_CHOSEN)
    return await _confirmation(request, here, asking, Discarded(**chosen.model_dump()))


@pages.post("/verwerfen")
async def discard(
    request: Request, here: CurrentContext, asking: Asking, entered: Annotated[Discarded, Form()]
) -> Response:
    """Give the chosen messages up."""
    if not rules.anything_meant(entered):
        return await _page(request, here, asking, entered, status=422, error=NOTHING_CHOSEN)
    reason, error = rules.read_reason(entered.reason)
    if error:
        return await _confirmation(request, here, asking, entered, 422, error=error)
    try:
        asked, done = await use_cases.discard(asking, entered, reason)
    except NoAnswer:
        return await _confirmation(request, here, asking, entered, 503, silent=entered.service)
    return _back(entered, "discarded", asked, done)


@pages.get("/kopie")
async def show_copy(
    request: Request, here: CurrentContext, asking: Asking, place: Annotated[Place, Query()]
) -> Response:
    """The body of a message, to be corrected."""
    if not place.service:
        return _back(place, "edited", 1, 0)
    try:
        message = await queries.message(asking, place)
    except NoAnswer:
        return await _page(request, here, asking, place, status=503, silent=place.service)
    if message is None:
        return _back(place, "edited", 1, 0)
    original = rules.payload(message, longest=None)
    text = original.text if original.kind in ("json", "text") else ""
    return _editor(request, here, Corrected(**place.model_dump(), data=text))


@pages.post("/kopie")
async def copy(
    request: Request, here: CurrentContext, asking: Asking, entered: Annotated[Corrected, Form()]
) -> Response:
    """Put the corrected copy in the place of the message."""
    if not entered.service:
        return _back(entered, "edited", 1, 0)
    body, wrong_body = rules.read_body(entered.data)
    reason, wrong_reason = rules.read_reason(entered.reason)
    errors = {"data": wrong_body, "reason": wrong_reason}
    if wrong_body or wrong_reason:
        return _editor(request, here, entered, 422, errors=errors)
    try:
        done = await use_cases.correct(asking, entered, body, reason)
    except use_cases.Unacceptable as refusal:
        return _editor(request, here, entered, 422, errors={"data": str(refusal)})
    except NoAnswer:
        return _editor(request, here, entered, 503, silent=entered.service)
    return _back(entered, "edited", 1, int(done))


async def _page(
    request: Request,
    here: CurrentContext,
    asking: ServiceClient,
    cause: Cause,
    *,
    status: int = 200,
    after: int = 0,
    **context: Any,
) -> Response:
    board, history, opened = await asyncio.gather(
        queries.board(asking), queries.history(asking), _messages(asking, cause, after)
    )
    group = board.find(cause)
    following = None
    if opened and opened.after is not None:
        following = _address(cause, after=opened.after)
    usual = {"outcome": None, "error": None, "silent": None}
    return _render(
        request,
        here,
        "parked.html",
        status,
        board=board,
        history=history,
        open_group=group,
        messages=opened.messages if opened and group else [],
        first_page=_address(cause) if after else None,
        next_page=following,
        now=here.clock.now(),
        **usual | context,
    )


async def _messages(asking: ServiceClient, cause: Cause, after: int) -> queries.Page | None:
    try:
        return await queries.messages(asking, cause, after) if cause.service else None
    except NoAnswer:
        return None


async def _confirmation(
    request: Request,
    here: CurrentContext,
    asking: ServiceClient,
    entered: Discarded,
    status: int = 200,
    **context: Any,
) -> Response:
    group = (await queries.board(asking)).find(entered) if entered.everything else None
    count = (group.failed if group else 0) if entered.everything else len(entered.positions)
    usual = {"error": None, "silent": None}
    return _render(
        request, here, "discard.html", status, entered=entered, count=count, **usual | context
    )


def _editor(
    request: Request, here: CurrentContext, entered: Corrected, status: int = 200, **context: Any
) -> Response:
    usual: dict[str, Any] = {"errors": {}, "silent": None}
    return _render(request, here, "copy.html", status, entered=entered, **usual | context)


def _render(
    request: Request, here: CurrentContext, template: str, status: int, **context: Any
) -> Response:
    return _templates.render(
        request,
        template,
        status,
        navigation=operators_navigation(mailbox=not here.settings.smtp_url),
        lane_of=lane_of,
        titles=TITLES,
        title_of=_title,
        explained=rules.explained,
        counted=rules.counted,
        address=_address,
        longest_reason=rules.LONGEST_REASON,
        **context,
    )


def _title(kind: str) -> str:
    """What messages of a type are about."""
    known = phrases().get(kind)
    return known.one if known else kind or "Nachricht unbekannter Art"


def _back(cause: Cause, action: Action, asked: int, done: int) -> Response:
    return RedirectResponse(_address(cause, action=action, asked=asked, done=done), 303)


def _address(cause: Cause | rules.Group, step: str = "", **more: str | int) -> str:
    known = {"service": cause.service, "type": cause.type}
    query = known | {"cause": cause.cause, "detail": cause.detail} | more
    return f"{ADDRESS}{step}?{urlencode(query)}"
