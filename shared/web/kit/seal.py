"""What a browser keeps for us and may neither read nor change: positions in lists, notices.

Sealed and not only signed, for a position holds names, and those must not stand in a URL. Each
purpose has a key of its own: what was sealed for one is not taken for another.
"""

from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from pydantic import TypeAdapter
from starlette.requests import Request

from shared.context import context_of

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
    return Fernet(urlsafe_b64encode(context_of(request).key(f"page-kit.{purpose}")))
