"""What endpoints may be told, what becomes of them, and how their secrets are kept."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_bytes
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken

from shared.context import Context
from shared.contracts.words import word, words

PAGES = "/notifications/webhooks"
PURPOSE = "notifications.webhook-secrets"
"""Of the key under which secrets lie sealed."""
TEST = "webhook.test"
"""What a test event is called; nobody subscribes to it."""
PREFIX = "whsec_"
SECRET_BYTES = 32
BOTH_FOR = timedelta(hours=24)
"""How long a secret that was replaced signs beside the new one."""


class EventType(StrEnum):
    """What may be subscribed to; stored and sent as it is."""

    HIRED = "employment.hired"
    PLACEMENTS = "employment.placements-changed"
    START = "employment.start-corrected"
    DEPARTED = "employment.departed"
    CANCELLED = "employment.cancelled"
    LEAVE = "leave.announced"
    RETURN = "leave.return-announced"


words(
    EventType,
    hired="Einstellung aufgenommen",
    placements="Einsatzschulen oder Stunden geändert",
    start="Beginn berichtigt",
    departed="Ende der Beschäftigung gemeldet",
    cancelled="Einstellung abgesagt",
    leave="Beurlaubung gemeldet",
    **{"return": "Rückkehr gemeldet"},
)


def title_of(code: str) -> str:
    """What lists call an event."""
    return "Testereignis" if code == TEST else word(EventType, code)


class State(StrEnum):
    """Stored as it is."""

    ACTIVE = "active"
    SWITCHED_OFF = "switched-off"
    FAILED = "failed"
    GONE = "gone"

    @property
    def is_on(self) -> bool:
        return self is State.ACTIVE


words(
    State,
    active="eingeschaltet",
    switched_off="von Hand abgeschaltet",
    failed="abgeschaltet, weil fünf Tage lang nichts ankam",
    gone="abgeschaltet, weil der Empfänger „410 Gone“ geantwortet hat",
)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who looks after endpoints: a carrier after its own, the office after the municipality's."""

    tenant: str
    carrier_id: UUID | None


@dataclass(frozen=True, slots=True)
class Subscriber:
    """An endpoint that is told of some facts: a carrier's of its own, a municipality's of all."""

    endpoint_id: UUID
    tenant: str
    carrier_id: UUID | None
    types: Collection[str]
    is_on: bool

    def wants(self, code: str, tenant: str, carrier_id: UUID) -> bool:
        return (
            code in self.types and self.tenant == tenant and self.carrier_id in (None, carrier_id)
        )


@dataclass(frozen=True, slots=True)
class Destination:
    """Where something is posted, and with which sealed secrets it is signed."""

    endpoint_id: UUID
    carrier_id: UUID | None
    url: str
    secret: bytes
    former_secret: bytes | None
    former_until: datetime | None

    def secrets(self, now: datetime) -> Sequence[bytes]:
        """The newest first; the one before as long as it is valid."""
        former = self.former_secret
        if former is None or self.former_until is None or self.former_until <= now:
            return [self.secret]
        return [self.secret, former]


@dataclass(frozen=True)
class Vault:
    """Seals secrets, which are needed again for signing."""

    key: bytes

    @classmethod
    def of(cls, here: Context) -> "Vault":
        return cls(here.key(PURPOSE))

    def encrypt(self, secret: str) -> bytes:
        return self._box.encrypt(secret.encode())

    def decrypt(self, sealed: bytes) -> str:
        return self._box.decrypt(sealed).decode()

    def decrypt_all(self, sealed: Sequence[bytes]) -> Sequence[str]:
        """Raises for the first only: one before may be of a time before the service's secret."""
        newest, *former = sealed
        found = [self.decrypt(newest)]
        for each in former:
            with suppress(InvalidToken):
                found.append(self.decrypt(each))
        return found

    @property
    def _box(self) -> Fernet:
        return Fernet(urlsafe_b64encode(self.key))


def new_secret() -> str:
    """As Standard Webhooks 1.0 writes one."""
    return PREFIX + b64encode(token_bytes(SECRET_BYTES)).decode()
