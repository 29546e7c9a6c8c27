"""What a browser keeps for us and may neither read nor change: positions in lists, notices.

Sealed and not only signed, for a position holds names, and those must not stand in a URL.
"""

from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256
from hmac import digest
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from shared.context import context_of

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


def seal(request: Request, value: Any) -> str:
    """``value``, of what JSON can hold, as text for a URL or a cookie."""
    return _box(request).encrypt(_ANYTHING.dump_json(value)).decode()


def unseal(request: Request, sealed: str, seconds: int | None = None) -> Any:
    """What was sealed; None if it is not ours, was changed, or is older than ``seconds``."""
    try:
        return _ANYTHING.validate_json(_box(request).decrypt(sealed, seconds))
    except (InvalidToken, ValidationError):
        return None


def _box(request: Request) -> Fernet:
    return _made(context_of(request).settings.secret_bytes())


@cache
def _made(secret: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(digest(secret, b"knotenpunkt.page-kit", sha256)))
