"""Delivery as operators see it: does it run, what waits, what was given up."""

from uuid import UUID

from fastapi import Request, Response

from services.notifications.codes import queries as codes
from services.notifications.deliveries import queries as deliveries
from services.notifications.dispatches import queries as dispatches
from services.notifications.mails.values import title_of
from services.notifications.outages import queries as outages
from services.notifications.sending.forms import PutBack
from services.notifications.undeliverable import queries as given_up
from services.notifications.undeliverable import use_cases as undeliverable
from shared.context import CurrentContext, Reading, Uow
from shared.web.kit.forms import Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Operations
from shared.web.kit.router import PageRouter

NONE_LEFT = "Aus diesem Grund ist keine Nachricht mehr aufgegeben."

pages = PageRouter(__package__, prefix="/versand", audience=Operations)


@pages.get("")
async def show_delivery(
    request: Request, here: CurrentContext, session: Reading, page: PageRequest
) -> Response:
    """Whether mail goes out, and the letters that were given up, the newest first."""
    return pages.render(
        request,
        "delivery.html",
        pause=await outages.current(session, here.clock.now()),
        sending=bool(here.settings.smtp_url),
        codes=await codes.depth(session, here.clock.now()),
        codes_failed=await codes.failed(session, here.clock.now()),
        waiting=[
            (title_of(kind), *each)
            for kind, each in (await deliveries.depth(session, here.clock.now())).items()
        ],
        against=await dispatches.against_us(session, here.clock.now()),
        causes=await given_up.count(session),
        page=await given_up.page_of(session, page),
    )


@pages.post("/wieder-einreihen")
async def put_back_all(request: Request, uow: Uow, form: Posted[PutBack]) -> Response:
    """All letters of one cause, from the page."""
    cause = form.sound.cause
    if cause not in await given_up.count(uow.session):
        return pages.saved(request, NONE_LEFT, kind="info", to=pages.address(request))
    return _back(request, await undeliverable.put_back_all(uow, cause))


@pages.post("/{letter_id}/wieder-einreihen")
async def put_back_one(letter_id: UUID, request: Request, uow: Uow) -> Response:
    """One letter, from the page."""
    return _back(request, await undeliverable.put_back_one(uow, letter_id))


def _back(request: Request, number: int) -> Response:
    said = {
        0: "Nichts davon ist noch nötig. Es wurde nur von der Liste genommen.",
        1: "Eine Nachricht liegt wieder in der Reihe.",
    }
    text = said.get(number, f"{number} Nachrichten liegen wieder in der Reihe.")
    return pages.saved(request, text, to=pages.address(request))
