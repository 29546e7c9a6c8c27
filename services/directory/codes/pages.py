"""Signing in by mail: first the address, then the code that came."""

from hmac import digest
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import sample_people
from services.directory.accounts.values import folded
from services.directory.codes import use_cases
from services.directory.codes.forms import AddressForm, CodeForm
from services.directory.codes.rules import VALID, Verdict
from services.directory.codes.use_cases import Asking
from services.directory.sessions import use_cases as sessions
from services.directory.sessions.values import Proven, browser_of
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.accounts import SignInMethod
from shared.web.audience import public
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.router import PageRouter
from shared.web.kit.seal import read_sealed, set_sealed
from shared.web.sessions import cookies
from shared.web.sessions.one_time import PURPOSE

pages = PageRouter(__package__, prefix="/anmelden", audience=Annotated[None, Depends(public)])

ASKED = "knotenpunkt-code"
"""The cookie that binds a code to the browser that asked, and says which address was typed."""
KNOWN = "knotenpunkt-bekannt"
"""The cookie of a browser that has signed in with an address; it says which."""
KNOWN_SECONDS = 180 * 24 * 3600
VALID_SECONDS = int(VALID.total_seconds())

_WRONG = {
    Verdict.WRONG: "Dieser Code passt nicht. Bitte vergleichen Sie ihn mit der Mail.",
    Verdict.USED_UP: "Dieser Code ist verbraucht. Bitte fordern Sie einen neuen an.",
    Verdict.EXPIRED: "Dieser Code gilt nicht mehr. Bitte fordern Sie einen neuen an.",
}


@pages.get("")
async def ask_for_address(request: Request, session: Reading, weiter: str = "") -> Response:
    """Every way to sign in here."""
    return await _first(request, session, AddressForm.empty(weiter=weiter))


@pages.post("")
async def send_code(
    request: Request, here: CurrentContext, uow: Uow, form: Posted[AddressForm]
) -> Response:
    """Owe a code to the address, and ask for it; the answer is the same whoever's address it is."""
    if form.value is None:
        return await _first(request, uow.session, form)
    address = folded(form.value.address)
    secret, agent = cookies.new_secret(), request.headers.get("user-agent", "")
    known = read_sealed(request, KNOWN, KNOWN_SECONDS) == _mark(here, address)
    await use_cases.ask(uow, Asking(secret, browser_of(agent), known), address)
    response = RedirectResponse(_code_page(request, weiter=form.value.weiter), 303)
    set_sealed(request, response, ASKED, [secret, address], VALID_SECONDS)
    return response


@pages.get("/code")
async def ask_for_code(request: Request, weiter: str = "", wieder: bool = False) -> Response:
    """The form for the code, in the browser that asked for it."""
    return _second(request, CodeForm.empty(weiter=weiter), again=wieder)


@pages.post("/code")
async def check_code(
    request: Request, here: CurrentContext, uow: Uow, form: Posted[CodeForm]
) -> Response:
    """Signed in, or told what is wrong with the code."""
    if form.value is None:
        return _second(request, form)
    secret, address = _asked(request)
    verdict, person_id = await use_cases.check(uow, here.key(PURPOSE), secret, form.value.code)
    if person_id is None:
        return _second(request, form.refused("code", _WRONG[verdict]))
    agent = request.headers.get("user-agent", "")
    proven = Proven(person_id, SignInMethod.CODE, browser_of(agent))
    given = await sessions.begin(uow, proven, cookies.presented(request))
    response = cookies.arrived(request, given, form.value.weiter)
    set_sealed(request, response, KNOWN, _mark(here, address), KNOWN_SECONDS)
    response.delete_cookie(ASKED)
    return response


@pages.post("/code/noch-einmal")
async def send_code_again(request: Request, uow: Uow) -> Response:
    """The same code once more."""
    await use_cases.ask_again(uow, _asked(request)[0])
    return RedirectResponse(_code_page(request, wieder="1"), 303)


async def _first(request: Request, session: AsyncSession, form: Entered[AddressForm]) -> Response:
    offered = await sample_people(session)
    return pages.render(request, "address.html", form=form, sample=offered)


def _second(request: Request, form: Entered[CodeForm], *, again: bool = False) -> Response:
    address = _asked(request)[1]
    return pages.render(request, "code.html", form=form, address=address, again=again)


def _asked(request: Request) -> tuple[str, str]:
    """What this browser holds, and the address it asked for; empty if it asked for none."""
    secret, address = read_sealed(request, ASKED, VALID_SECONDS) or ("", "")
    return secret, address


def _code_page(request: Request, **query: str) -> str:
    given = urlencode({name: value for name, value in query.items() if value})
    return pages.address(request, "code") + (f"?{given}" if given else "")


def _mark(here: Context, address: str) -> str:
    return digest(here.key(KNOWN), address.encode("utf-8", "replace"), "sha256").hex()
