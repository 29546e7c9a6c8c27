"""What becomes of what an endpoint is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.notifications.endpoints.values import TEST, EventType
from shared.contracts.words import words
from shared.json import Json

CHANNEL = "webhooks"
"""On which whoever posts is woken."""
KEPT = timedelta(days=90)


class DeliveryState(StrEnum):
    """Stored as it is."""

    QUEUED = "queued"
    LEASED = "leased"
    ACCEPTED = "accepted"
    GIVEN_UP = "given-up"
    HELD = "held"
    SKIPPED = "skipped"


words(
    DeliveryState,
    queued="wartet",
    leased="wird gesendet",
    accepted="angenommen",
    given_up="aufgegeben",
    held="liegt bereit, bis der Empfänger wieder eingeschaltet ist",
    skipped="nicht nachgesendet",
)
_STATES = "/directory/api/v1"
"""Where a carrier's program reads how things stand now."""
_OF_LEAVES = (EventType.LEAVE, EventType.RETURN)
LEFT = (DeliveryState.HELD, DeliveryState.GIVEN_UP)
"""What may be sent after all."""


def message_id(delivery_id: UUID) -> str:
    """The ``webhook-id``: the same in every attempt."""
    return f"msg_{delivery_id}"


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be posted now."""

    id: UUID
    tenant: str
    endpoint_id: UUID
    type: str
    subject_id: UUID
    sequence: int
    carrier_id: UUID | None
    worker_id: UUID | None
    employment_id: UUID | None
    happened_at: datetime
    attempts: int

    @property
    def message_id(self) -> str:
        return message_id(self.id)

    def payload(self, base_url: str, *, fetched: bool) -> Json:
        """Thin: ids, a number to order by, and, for a carrier, where its program reads the rest."""
        data: Json = {
            "subject": str(self.subject_id),
            "sequence": self.sequence,
            "municipality": self.tenant,
        }
        if self.type != TEST:
            data |= {
                "carrier_id": str(self.carrier_id),
                "worker_id": str(self.worker_id),
                "employment_id": str(self.employment_id),
            }
            if fetched:
                data["fetch"] = f"{base_url}{_STATES}/{self._place}"
        moment = self.happened_at.isoformat(timespec="milliseconds")
        return {"type": self.type, "timestamp": moment, "data": data}

    @property
    def _place(self) -> str:
        if self.type in _OF_LEAVES:
            return f"leaves/{self.subject_id}"
        return f"employments/{self.employment_id}"
