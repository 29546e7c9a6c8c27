"""A browser that asks for a code, and what becomes of an attempt."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

VALID = timedelta(minutes=20)
"""Mail may be slow."""


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
