"""What a browser keeps for us while somebody signs in, on whichever page they are."""

from dataclasses import dataclass
from hmac import digest
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.directory.codes.values import VALID
from services.directory.sessions.values import browser_of
from shared.context import context_of
from shared.web.kit.seal import read_sealed, set_sealed

ASKED = "knotenpunkt-code"
"""The cookie that binds a code to the browser that asked, and says which address was typed."""
ASKED_SECONDS = int(VALID.total_seconds())
KNOWN = "knotenpunkt-bekannt"
"""The cookie of a browser that has signed in with an address; it says which."""
KNOWN_SECONDS = 180 * 24 * 3600
WAITING = "knotenpunkt-zweiter"
"""The cookie of a browser that has done the first step: its secret, target and address."""
WAITING_SECONDS = 600


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
    set_sealed(request, response, ASKED, [secret, address], ASKED_SECONDS)


def asked(request: Request) -> tuple[str, str]:
    """What this browser holds, and the address it asked for; empty if it asked for none."""
    secret, address = read_sealed(request, ASKED, ASKED_SECONDS) or ("", "")
    return secret, address


def remember_known(request: Request, response: Response, address: str) -> None:
    """The browser has signed in with this address."""
    set_sealed(request, response, KNOWN, _mark(request, address), KNOWN_SECONDS)
    response.delete_cookie(ASKED)


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
