"""What a browser holds: random bits that say nothing, and for how long it is used.

The id is sent once, at sign-in, and never again, so that no late answer can bring back an old one.
That somebody is still there is said by a second cookie, which every page renews; without it the id
is worth nothing.
"""

import re
import secrets
from functools import cache
from hashlib import sha256
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shared.context import context_of
from shared.web.security import path_of
from shared.web.sessions.display import Display, decoded, encoded

IDLE_SECONDS = 2 * 3600
"""Without a page, after which somebody is signed out."""
LONGEST_SECONDS = 10 * 3600
"""From sign-in to the end, whatever is done."""
ARRIVING_SECONDS = 30
"""How long after a sign-in an unknown id may be one that has not arrived yet."""

CHOICE = "knotenpunkt-als"
"""In which of several roles somebody acts; it grants nothing."""

DISPLAY = "knotenpunkt-anzeige"
"""What the header calls somebody; it is shown and nothing else."""
SESSION, AWAKE = "knotenpunkt", "knotenpunkt-wach"
NEW = "knotenpunkt-neu"
_LONGEST_VALUE = 64
_SECOND = re.compile("[0-9]{1,12}")


def new_secret() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> UUID:
    """What is stored instead of it: the first half of its SHA-256."""
    return UUID(bytes=sha256(secret.encode("utf-8", "surrogatepass")).digest()[:16])


def presented(request: Request) -> str | None:
    """What the browser holds, if it was used within the last two hours."""
    secret = held(request, SESSION)
    if not 0 < len(secret) <= _LONGEST_VALUE or _name(request, AWAKE) not in request.cookies:
        return None
    return secret


def is_arriving(request: Request) -> bool:
    """Whether somebody has signed in a moment ago, by the installation's clock."""
    since = held(request, NEW)
    if not _SECOND.fullmatch(since):
        return False
    return abs(_second(request) - int(since)) < ARRIVING_SECONDS


def give(request: Request, response: Response, secret: str, seconds: int) -> None:
    """A new sign-in, in place of any before."""
    put(request, response, SESSION, secret, seconds)
    put(request, response, AWAKE, "1", IDLE_SECONDS)
    put(request, response, NEW, str(_second(request)), ARRIVING_SECONDS)


def keep_awake(request: Request, response: Response) -> None:
    """The person is still there: for pages that somebody opened, not for what a page loads."""
    if request.method == "GET" and request.headers.get("sec-fetch-mode", "navigate") == "navigate":
        put(request, response, AWAKE, "1", IDLE_SECONDS)


def take_away(request: Request, response: Response) -> None:
    drop(request, response, SESSION, AWAKE, NEW, CHOICE, DISPLAY)


def put(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    """Every cookie of ours is set here; no other site, however near, may bring one of the name."""
    response.set_cookie(
        _name(request, name),
        value,
        max_age=seconds,
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="lax",
    )


def held(request: Request, name: str) -> str:
    """The value that the browser holds; empty if there is none."""
    return request.cookies.get(_name(request, name), "") if request.cookies else ""


def drop(request: Request, response: Response, *names: str) -> None:
    """Let the browser forget these."""
    for name in names:
        put(request, response, name, "", 0)


def _name(request: Request, name: str) -> str:
    return cookie_name(context_of(request).settings.base_url, name)


@cache
def cookie_name(base_url: str, name: str) -> str:
    """The name here; another installation on the same host uses another.

    Browsers take the prefix only from TLS, and only for the whole host.
    """
    mark = sha256(base_url.encode()).hexdigest()[:6]
    return f"{'__Host-' if base_url.startswith('https:') else ''}{name}-{mark}"


def _second(request: Request) -> int:
    return int(context_of(request).clock.now().timestamp())


def _is_secure(request: Request) -> bool:
    return context_of(request).settings.base_url.startswith("https:")


def set_choice(request: Request, response: Response, choice: str) -> None:
    put(request, response, CHOICE, choice, LONGEST_SECONDS)


def choice_of(request: Request) -> str:
    return held(request, CHOICE)


def display_of(request: Request) -> Display:
    """What the directory said at sign-in, or what somebody has made of it since."""
    return decoded(held(request, DISPLAY))


def arrived(request: Request, secret: str, target: str, display: Display | None = None) -> Response:
    """Signed in: on to the page somebody wanted to see, if it is one of ours."""
    response = RedirectResponse(path_of(target) if target.startswith("/") else "/", 303)
    admit(request, response, secret, display)
    return response


def admit(
    request: Request, response: Response, secret: str, display: Display | None = None
) -> None:
    """What the browser is to hold, with whatever page tells about it."""
    give(request, response, secret, LONGEST_SECONDS)
    drop(request, response, CHOICE)
    shown = encoded(display) if display else ""
    put(request, response, DISPLAY, shown, LONGEST_SECONDS if shown else 0)
