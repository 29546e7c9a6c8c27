"""One page for the parked messages of all services, and the forms that move them."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import Request, Response

from services.dashboard.events.values import lane_of
from services.dashboard.pages import Services
from services.dashboard.parked import queries, rules, use_cases
from services.dashboard.parked.forms import (
    Cause,
    Chosen,
    Corrected,
    Discarded,
    Opened,
    Place,
    chosen_in,
)
from services.dashboard.parked.rules import Action
from shared.contracts.phrases import phrases
from shared.contracts.services import TITLES
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.person import Operations
from shared.web.kit.router import PageRouter
from shared.web.neighbours import NoAnswer, ServiceClient

ADDRESS = "/dashboard/angehalten"
NOTHING_CHOSEN = "Bitte wählen Sie mindestens eine Nachricht aus."
CONSEQUENCE = (
    "Verworfene Nachrichten werden nie mehr verarbeitet. Was dahinter wartet, geht danach der Reihe"
    " nach weiter – als hätte es sie nicht gegeben."
)

pages = PageRouter(__package__, prefix="/angehalten", audience=Operations)


@pages.get("")
async def show_parked(request: Request, client: Services, wanted: Search[Opened]) -> Response:
    """Everything by cause, one cause opened if asked for, and what was done before."""
    return await _page(request, client, wanted, after=wanted.after)


@pages.post("/erneut")
async def release(request: Request, client: Services, form: Posted[Chosen]) -> Response:
    """Try the chosen messages again."""
    chosen = form.sound
    if not chosen.meant:
        return await _page(request, client, chosen, status=422, error=NOTHING_CHOSEN)
    try:
        asked, done = await use_cases.release(client, chosen)
    except NoAnswer:
        return await _page(request, client, chosen, status=503, silent=chosen.service)
    return _back(request, chosen, "released", asked, done)


@pages.get("/verwerfen")
async def ask_before_discarding(
    request: Request, client: Services, chosen: Search[Chosen]
) -> Response:
    """Ask for the reason, and whether it is really meant."""
    if not chosen.meant:
        return await _page(request, client, chosen, status=422, error=NOTHING_CHOSEN)
    return await _confirmation(request, client, Discarded.empty(**chosen.model_dump()))


@pages.post("/verwerfen")
async def discard(request: Request, client: Services, form: Posted[Discarded]) -> Response:
    """Give the chosen messages up."""
    if not (chosen := chosen_in(form)).meant:
        return await _page(request, client, chosen, status=422, error=NOTHING_CHOSEN)
    if form.value is None:
        return await _confirmation(request, client, form)
    try:
        asked, done = await use_cases.discard(client, form.value, form.value.reason)
    except NoAnswer:
        return await _confirmation(request, client, form, 503, silent=form.value.service)
    return _back(request, form.value, "discarded", asked, done)


@pages.get("/kopie")
async def show_copy(request: Request, client: Services, place: Search[Place]) -> Response:
    """The body of a message, to be corrected."""
    try:
        message = await queries.message(client, place)
    except NoAnswer:
        return await _page(request, client, place, status=503, silent=place.service)
    if message is None:
        return _back(request, place, "edited", 1, 0)
    original = rules.payload(message, longest=None)
    text = original.text if original.kind in ("json", "text") else ""
    return _editor(request, Corrected.empty(**place.model_dump(), data=text))


@pages.post("/kopie")
async def copy(request: Request, client: Services, form: Posted[Corrected]) -> Response:
    """Put the corrected copy in the place of the message."""
    if (entered := form.value) is None:
        return _editor(request, form)
    if not entered.service or entered.position is None:
        return _back(request, entered, "edited", 1, 0)
    try:
        done = await use_cases.correct(client, entered, entered.data, entered.reason)
    except use_cases.Unacceptable as refusal:
        return _editor(request, form.refused("data", str(refusal)))
    except NoAnswer:
        return _editor(request, form, 503, silent=entered.service)
    return _back(request, entered, "edited", 1, int(done))


async def _page(
    request: Request,
    client: ServiceClient,
    cause: Cause,
    *,
    status: int = 200,
    after: int = 0,
    error: str = "",
    silent: str = "",
) -> Response:
    board, opened = await asyncio.gather(queries.board(client), _messages(client, cause, after))
    group = board.find(cause)
    further = opened.after if opened else None
    return pages.render(
        request,
        "parked.html",
        status,
        board=board,
        history=board.history,
        open_group=group,
        messages=opened.messages if opened and group else [],
        first_page=_address(cause) if after else None,
        next_page=_address(cause, after=further) if further is not None else None,
        error=error,
        silent=silent,
        **_WORDS,
    )


async def _messages(client: ServiceClient, cause: Cause, after: int) -> queries.Page | None:
    try:
        return await queries.messages(client, cause, after) if cause.service else None
    except NoAnswer:
        return None


async def _confirmation(
    request: Request,
    client: ServiceClient,
    form: Entered[Discarded],
    status: int = 200,
    silent: str = "",
) -> Response:
    chosen = chosen_in(form)
    group = (await queries.board(client)).find(chosen) if chosen.everything else None
    count = (group.failed if group else 0) if chosen.everything else len(chosen.positions)
    return pages.confirm(
        request,
        f"{rules.counted(count, every=chosen.everything)} verwerfen?",
        CONSEQUENCE,
        button="Endgültig verwerfen",
        form=form,
        back=f"{_address(chosen)}#auswahl",
        template="discard.html",
        status=status,
        cause=chosen,
        silent=silent,
        **_WORDS,
    )


def _editor(
    request: Request, form: Entered[Corrected], status: int = 200, silent: str = ""
) -> Response:
    cause = chosen_in(form)
    return pages.render(
        request, "copy.html", status, form=form, cause=cause, silent=silent, **_WORDS
    )


def _title(kind: str) -> str:
    """What messages of a type are about."""
    known = phrases().get(kind)
    return known.one if known else kind or "Nachricht unbekannter Art"


def _back(request: Request, cause: Cause, action: Action, asked: int, done: int) -> Response:
    said = rules.outcome(action, asked, done)
    return pages.saved(request, said.title, said.text, kind=said.kind, to=_address(cause))


def _address(cause: Cause | rules.Group, step: str = "", **more: str | int) -> str:
    known = {"service": cause.service, "type": cause.type}
    query = known | {"cause": cause.cause, "detail": cause.detail} | more
    return f"{ADDRESS}{step}?{urlencode(query)}"


_WORDS: Mapping[str, object] = {
    "lane_of": lane_of,
    "titles": TITLES,
    "title_of": _title,
    "explained": rules.explained,
    "counted": rules.counted,
    "address": _address,
}
"""What the templates say things with."""
