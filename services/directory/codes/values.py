"""What a browser keeps while it waits for a code, and afterwards."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hmac import digest
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request, Response

from services.directory.codes.rules import VALID
from shared.context import Context, CurrentContext, context_of
from shared.web.audience import address_of
from shared.web.kit.fields import Hidden
from shared.web.kit.seal import read_sealed, set_sealed
from shared.web.sessions import cookies
from shared.web.text import PlainText
from shared.web.throttle import Pace

Target = Annotated[str, PlainText(2000, min=0), Hidden]
"""The page somebody wanted to see."""

ASKED = "knotenpunkt-code"
"""The cookie that binds a code to the browser that asked, and says which address was typed."""
KNOWN = "knotenpunkt-bekannt"
"""The cookie of a browser that has signed in with an address; it says which."""
KNOWN_SECONDS = 180 * 24 * 3600
VALID_SECONDS = int(VALID.total_seconds())
A_MINUTE = 120
"""Codes asked for and entered, of one address: a whole town hall or school may share one."""


class Verdict(StrEnum):
    """What has become of an attempt."""

    RIGHT = "right"
    WRONG = "wrong"
    USED_UP = "used_up"
    EXPIRED = "expired"


WRONG = {
    Verdict.WRONG: "Dieser Code passt nicht. Bitte vergleichen Sie ihn mit der Mail.",
    Verdict.USED_UP: "Dieser Code ist verbraucht. Bitte fordern Sie einen neuen an.",
    Verdict.EXPIRED: "Dieser Code gilt nicht mehr. Bitte fordern Sie einen neuen an.",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """A browser that asks: what it holds, what it is called, whether it signed in here before."""

    secret: str
    name: str
    known: bool = False


def remember_asked(request: Request, response: Response, secret: str, address: str) -> None:
    """Only this browser may enter the code."""
    at = int(context_of(request).clock.now().timestamp())
    set_sealed(request, response, ASKED, [secret, address, at], VALID_SECONDS)


def asked(request: Request) -> tuple[str, str]:
    """What this browser holds, and the address it asked for; empty if it asked for none."""
    secret, address, _ = _asked(request)
    return secret, address


def asked_at(request: Request) -> datetime:
    """When it did."""
    return datetime.fromtimestamp(_asked(request)[2], UTC)


def _asked(request: Request) -> tuple[str, str, int]:
    secret, address, at = read_sealed(request, ASKED, VALID_SECONDS) or ("", "", 0)
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


def _mark(request: Request, address: str) -> str:
    key = context_of(request).key(KNOWN)
    return digest(key, address.encode("utf-8", "replace"), "sha256").hex()


async def _admit(request: Request, here: CurrentContext) -> None:
    here.single(_pace).admit(address_of(request))


paced = Depends(_admit)
"""For a route that asks for a code or takes one: 429 where an address comes very often."""


def _pace(_: Context) -> Pace:
    return Pace(A_MINUTE)
