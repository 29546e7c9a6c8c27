"""What a browser keeps for us while somebody signs in, on whichever page they are."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import digest
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.directory.codes.values import VALID
from services.directory.sessions.queries import is_fresh
from services.directory.sessions.values import browser_of
from shared.context import Context, CurrentContext, Reading, context_of
from shared.web.audience import address_of
from shared.web.kit.seal import read_sealed, set_sealed
from shared.web.problem import Problem
from shared.web.sessions import cookies
from shared.web.sessions.person import UNPROVEN, signed_in
from shared.web.throttle import Pace

ASKED = "knotenpunkt-code"
"""The cookie that binds a code to the browser that asked, and says which address was typed."""
ASKED_SECONDS = int(VALID.total_seconds())
KNOWN = "knotenpunkt-bekannt"
"""The cookie of a browser that has signed in with an address; it says which."""
KNOWN_SECONDS = 180 * 24 * 3600
WAITING = "knotenpunkt-zweiter"
"""The cookie of a browser that has done the first step: its secret, target and address."""
WAITING_SECONDS = 600
A_MINUTE = 120
"""Codes asked for and entered, of one address: a whole town hall or school may share one."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A first step: what its browser holds, where it wants to go, and at which address it was."""

    secret: str
    target: str
    address: str


def browser_name(request: Request) -> str:
    """As lists of sign-ins call it."""
    return browser_of(request.headers.get("user-agent", ""))


def remember_asked(request: Request, response: Response, secret: str, address: str) -> None:
    """Only this browser may enter the code."""
    at = int(context_of(request).clock.now().timestamp())
    set_sealed(request, response, ASKED, [secret, address, at], ASKED_SECONDS)


def asked(request: Request) -> tuple[str, str]:
    """What this browser holds, and the address it asked for; empty if it asked for none."""
    secret, address, _ = _asked(request)
    return secret, address


def asked_at(request: Request) -> datetime:
    """When it did."""
    return datetime.fromtimestamp(_asked(request)[2], UTC)


def _asked(request: Request) -> tuple[str, str, int]:
    secret, address, at = read_sealed(request, ASKED, ASKED_SECONDS) or ("", "", 0)
    return secret, address, at


def remember_known(request: Request, response: Response, address: str) -> None:
    """The browser has signed in with this address."""
    set_sealed(request, response, KNOWN, _mark(request, address), KNOWN_SECONDS)
    cookies.drop(request, response, ASKED)


def is_known(request: Request, address: str) -> bool:
    """Whether it has."""
    return bool(read_sealed(request, KNOWN, KNOWN_SECONDS) == _mark(request, address))


def code_page(request: Request, **query: str) -> str:
    """Where the code is entered."""
    given = urlencode({name: value for name, value in query.items() if value})
    root = request.scope.get("root_path", "")
    return f"{root}/anmelden/code" + (f"?{given}" if given else "")


def lead_to_second(request: Request, begun: Begun) -> Response:
    """Only this browser may do the second step."""
    root = request.scope.get("root_path", "")
    response = RedirectResponse(f"{root}/anmelden/zweiter-schritt", 303)
    held = [begun.secret, begun.target, begun.address]
    set_sealed(request, response, WAITING, held, WAITING_SECONDS)
    return response


def begun_in(request: Request) -> Begun:
    """Empty where no first step was done, or too long ago."""
    return Begun(*(read_sealed(request, WAITING, WAITING_SECONDS) or ("", "", "")))


def _mark(request: Request, address: str) -> str:
    key = context_of(request).key(KNOWN)
    return digest(key, address.encode("utf-8", "replace"), "sha256").hex()


async def _admit(request: Request, here: CurrentContext) -> None:
    here.single(_pace).admit(address_of(request))


paced = Depends(_admit)
"""For a route that asks for a code or takes one: 429 where an address comes very often."""


async def _demand_proof(request: Request, here: CurrentContext, session: Reading) -> None:
    someone = await signed_in(request)
    if someone and not await is_fresh(session, someone.session_id, here.clock.now()):
        raise Problem(403, UNPROVEN, "Prove anew who you are: the last time is too long ago")


freshly_proven = Depends(_demand_proof)
"""For a route that changes how somebody signs in: who stole a session must not come to stay."""


def _pace(_: Context) -> Pace:
    return Pace(A_MINUTE)
