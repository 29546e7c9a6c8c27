"""One's own sign-ins, and the ways out."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from services.directory.accounts.queries import sample_people
from services.directory.sessions import queries, use_cases
from services.directory.sessions.values import Proven, browser_of
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.accounts import SignInMethod
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.web.audience import public
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem
from shared.web.sessions import cookies
from shared.web.sessions.person import Me, name_of, person, signed_in

Anyone = Annotated[Me, Depends(person())]

doors = PageRouter(__package__, prefix="", audience=Annotated[None, Depends(public)])
pages = PageRouter(__package__, prefix="/anmeldungen", audience=Anyone)


@doors.post("/anmelden/als/{person_id}")
async def enter_sample(
    request: Request, uow: Uow, person_id: UUID, weiter: Annotated[str, Form()] = ""
) -> Response:
    """Sign in as one of the sample's people; nobody else can be entered so."""
    sample = {each.person_id for each in await sample_people(uow.session)}
    if person_id not in sample:
        raise Problem(404, "not-found", "Not found")
    agent = request.headers.get("user-agent", "")
    proven = Proven(person_id, SignInMethod.SAMPLE, browser_of(agent))
    given = await use_cases.begin(uow, proven, cookies.presented(request))
    return cookies.arrived(request, given, weiter)


@doors.post("/abmelden")
async def leave(request: Request, uow: Uow) -> Response:
    """End this sign-in everywhere; without one the browser forgets what it holds."""
    secret = cookies.presented(request)
    if secret is not None:
        ended = [cookies.digest_of(secret)]
        await use_cases.end(uow, ended, Cause(EVERYONE, new_id()))
    response = RedirectResponse(doors.address(request, "abgemeldet"), 303)
    cookies.take_away(request, response)
    return response


@doors.get("/abgemeldet")
async def show_left(request: Request) -> Response:
    """Works alone, also for a browser that comes back from an identity provider."""
    return doors.render(request, "left.html")


@pages.post("/rolle")
async def choose(
    request: Request, uow: Uow, me: Anyone, als: Annotated[str, Form(max_length=100)]
) -> Response:
    """Act in another of one's roles from now on, under a new id."""
    someone = await signed_in(request)
    response = RedirectResponse("/", 303)
    if someone is not None and als in map(name_of, someone.grants):
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
    text = (
        "Eine andere Anmeldung beendet." if count == 1 else f"{count} andere Anmeldungen beendet."
    )
    return pages.saved(request, text, to=pages.address(request))


@pages.post("/{session_id}/beenden")
async def end_one(request: Request, me: Anyone, uow: Uow, session_id: UUID) -> Response:
    """Sign out one of one's own browsers."""
    await use_cases.end_of_person(uow, me.person_id, me.cause, only=session_id)
    return pages.saved(request, "Anmeldung beendet.", to=pages.address(request))
