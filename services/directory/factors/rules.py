"""How the second step is guessed and checked."""

import re
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import token_bytes

import pyotp

VALID = timedelta(minutes=10)
TRIES = 5
"""For one sign-in; then even the right code is refused."""
PER_HOUR = 20
"""Wrong ones for one person."""
KEPT = timedelta(days=2)
STEP_SECONDS = 30
SKEW = (0, -1, 1)
"""Steps by which the clock of a phone may differ."""
RECOVERY_CODES = 10
ISSUER = "Knotenpunkt"

_FILLING = re.compile(r"[\s\-\u2010-\u2015.]+")


def plain(typed: str) -> str:
    """Without the blanks and hyphens that people type along."""
    return _FILLING.sub("", typed).upper()


def new_key() -> str:
    """160 random bits, as apps take them."""
    return pyotp.random_base32()


def new_recovery_codes() -> list[str]:
    """Fifty random bits each, in two groups that can be read aloud."""
    texts = [b32encode(token_bytes(7)).decode()[:10] for _ in range(RECOVERY_CODES)]
    return [f"{text[:5]}-{text[5:]}" for text in texts]


def step_of(key: str, typed: str, now: datetime, last_step: int) -> int | None:
    """The step whose code was typed, if it is of now and none was used that is as new."""
    at = int(now.timestamp()) // STEP_SECONDS
    otp = pyotp.TOTP(key)
    given = plain(typed).encode("utf-8", "replace")
    right = [
        step
        for step in (at + skew for skew in SKEW)
        if compare_digest(otp.generate_otp(step).encode(), given)
    ]
    return next((step for step in right if step > last_step), None)


def address_for_apps(key: str, name: str) -> str:
    """What the picture says (``otpauth://``)."""
    return pyotp.TOTP(key).provisioning_uri(name=name, issuer_name=ISSUER)


def groups(key: str) -> Sequence[str]:
    """A key as it is typed."""
    return [key[place : place + 4] for place in range(0, len(key), 4)]
