"""One's own sign-ins, and the ways out."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from services.directory.sessions import queries, use_cases
from shared.context import CurrentContext, Reading, Uow
from shared.web.audit import unchanged
from shared.web.kit.person import Anyone
from shared.web.kit.router import PageRouter
from shared.web.sessions import cookies
from shared.web.sessions.person import name_of, signed_in

pages = PageRouter(__package__, prefix="/anmeldungen", audience=Anyone)


@pages.post("/rolle")
async def choose(
    request: Request, uow: Uow, me: Anyone, als: Annotated[str, Form(max_length=100)]
) -> Response:
    """Act in another of one's roles from now on, under a new id."""
    someone = await signed_in(request)
    response = RedirectResponse("/", 303)
    if someone is None or als not in map(name_of, someone.grants):
        unchanged(request)
    else:
        given = await use_cases.renew(uow, me.session_id)
        cookies.give(request, response, given.secret, given.seconds)
        cookies.set_choice(request, response, als)
    return response


@pages.get("")
async def show_own(
    request: Request, me: Anyone, session: Reading, here: CurrentContext
) -> Response:
    """Where one is signed in."""
    found = await queries.of_person(session, me.person_id, here.clock.now())
    return pages.render(request, "own.html", current=me.session_id, sign_ins=found)


@pages.post("/beenden")
async def end_others(request: Request, me: Anyone, uow: Uow) -> Response:
    """Sign out everywhere but here."""
    count = await use_cases.end_of_person(uow, me.person_id, me.cause, but=me.session_id)
    texts = {0: "Es war keine andere Anmeldung mehr offen.", 1: "Eine andere Anmeldung beendet."}
    text = texts.get(count, f"{count} andere Anmeldungen beendet.")
    return pages.saved(request, text, to=pages.address(request))


@pages.post("/{session_id}/beenden")
async def end_one(request: Request, me: Anyone, uow: Uow, session_id: UUID) -> Response:
    """Sign out one of one's own browsers."""
    ended = await use_cases.end_of_person(uow, me.person_id, me.cause, only=session_id)
    text = "Anmeldung beendet." if ended else "Diese Anmeldung war schon beendet."
    return pages.saved(request, text, to=pages.address(request))
