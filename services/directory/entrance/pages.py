"""Every way to sign in, and the way out."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import display_of
from services.directory.accounts.values import folded
from services.directory.codes import use_cases as codes
from services.directory.codes.values import Asking
from services.directory.entrance.forms import AddressForm
from services.directory.pages import browser_name, code_page, is_known, paced, remember_asked
from services.directory.sample_people.queries import sample_people
from services.directory.sessions import use_cases as sessions
from services.directory.sessions.values import Proven
from services.directory.sign_outs.use_cases import sign_out
from shared.context import CurrentContext, Reading, Uow, context_of
from shared.contracts.accounts import SignInMethod
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem
from shared.web.security import allow_leaving
from shared.web.sessions import cookies

pages = PageRouter(__package__, audience=Anybody)


@pages.get("/anmelden")
async def ask_who(request: Request, session: Reading, weiter: str = "") -> Response:
    """Every way to sign in here."""
    return await _sign_in(request, session, AddressForm.empty(weiter=weiter))


@pages.post("/anmelden", dependencies=[paced])
async def send_code(request: Request, uow: Uow, form: Posted[AddressForm]) -> Response:
    """Owe a code to the address, and ask for it; the answer is the same whoever's address it is."""
    if form.value is None:
        return await _sign_in(request, uow.session, form)
    address = folded(form.value.address)
    secret = cookies.new_secret()
    asking = Asking(secret, browser_name(request), is_known(request, address))
    await codes.ask(uow, asking, address)
    response = RedirectResponse(code_page(request, weiter=form.value.weiter), 303)
    remember_asked(request, response, secret, address)
    return response


@pages.post("/anmelden/als/{person_id}")
async def enter_sample(
    request: Request, uow: Uow, person_id: UUID, weiter: Annotated[str, Form()] = ""
) -> Response:
    """Sign in as one of the sample's people; nobody else can be entered so."""
    if person_id not in {each.person_id for each in await sample_people(uow.session)}:
        raise Problem(404, "not-found", "Not found")
    proven = Proven(person_id, SignInMethod.SAMPLE, browser_name(request))
    given = await sessions.begin(uow, proven, cookies.presented(request))
    return cookies.arrived(request, given, weiter, await display_of(uow.session, person_id))


@pages.post("/abmelden")
async def leave(request: Request, here: CurrentContext) -> Response:
    """End this sign-in everywhere, and then at the provider it came from.

    Without one the browser forgets what it holds.
    """
    secret = cookies.presented(request)
    there = await sign_out(here, secret) if secret is not None else None
    address = there or pages.address(request, "abgemeldet")
    allow_leaving(request, address)
    response = Response(status_code=303, headers={"Location": address})
    cookies.take_away(request, response)
    return response


@pages.get("/abgemeldet")
async def show_left(request: Request) -> Response:
    """Works alone, also for a browser that comes back from an identity provider."""
    return pages.render(request, "left.html")


async def _sign_in(request: Request, session: AsyncSession, form: Entered[AddressForm]) -> Response:
    offered = await sample_people(session)
    settings = context_of(request).settings
    return pages.render(
        request,
        "sign_in.html",
        form=form,
        sample=offered,
        mailbox=not settings.smtp_url,
        provider=bool(settings.oidc_issuer),
    )
