"""What a browser keeps for us and may neither read nor change: positions in lists, notices.

Sealed and not only signed, for a position holds names, and those must not stand in a URL. Each
purpose has a key of its own: what was sealed for one is not taken for another.
"""

from base64 import urlsafe_b64encode
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from shared.context import context_of
from shared.web.sessions import cookies

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


def seal(request: Request, purpose: str, value: Any) -> str:
    """``value``, of what JSON can hold, as text for a URL or a cookie."""
    return _box(request, purpose).encrypt(_ANYTHING.dump_json(value)).decode()


def unseal(request: Request, purpose: str, sealed: str, seconds: int | None = None) -> Any:
    """What was sealed for it; None if it is not ours, was changed, or is older than ``seconds``."""
    try:
        return _ANYTHING.validate_json(_box(request, purpose).decrypt(sealed, seconds))
    except (InvalidToken, ValueError):
        return None


def _box(request: Request, purpose: str) -> Fernet:
    return _made(context_of(request).key(f"page-kit.{purpose}"))


@cache
def _made(key: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(key))


def set_sealed(request: Request, response: Response, name: str, value: Any, seconds: int) -> None:
    """Let the browser keep ``value`` as a cookie for so long; the name is its purpose."""
    cookies.put(request, response, name, seal(request, name, value), seconds)


def read_sealed(request: Request, name: str, seconds: int) -> Any:
    """What ``set_sealed`` let it keep; None if there is nothing, or it is too old."""
    sealed = cookies.held(request, name)
    return unseal(request, name, sealed, seconds) if sealed else None
