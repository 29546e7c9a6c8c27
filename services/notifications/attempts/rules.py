"""What an endpoint is told of a fact: ids, a number to order by, and where to look."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from services.notifications.attempts.models import WebhookDelivery
from services.notifications.attempts.values import DeliveryState, Due
from services.notifications.endpoints.values import TEST, EventType, Subscriber
from shared.contracts.directory import (
    HireCancelled,
    PlacementsChanged,
    StartCorrected,
    WorkerDeparted,
    WorkerHired,
)
from shared.contracts.leaves import LeaveAnnounced, ReturnAnnounced
from shared.database.tables import RowOf, row_of
from shared.messaging.event import Event
from shared.messaging.router import Received

FACTS: Mapping[type[Event], EventType] = {
    WorkerHired: EventType.HIRED,
    PlacementsChanged: EventType.PLACEMENTS,
    StartCorrected: EventType.START,
    WorkerDeparted: EventType.DEPARTED,
    HireCancelled: EventType.CANCELLED,
    LeaveAnnounced: EventType.LEAVE,
    ReturnAnnounced: EventType.RETURN,
}


def subject_of(body: Any) -> UUID:
    """The leave, or else the employment."""
    subject: UUID = getattr(body, "leave_id", body.employment_id)
    return subject


def is_told(to: Subscriber, event: Received[Any]) -> bool:
    """Whether an endpoint is to learn of it: of what concerns its own, and what it asked for."""
    return to.wants(FACTS[type(event.body)], event.tenant, event.body.carrier_id)


def numbered(
    events: Sequence[Received[Any]], latest: Mapping[UUID, int], now: datetime
) -> list[tuple[Received[Any], int]]:
    """Each with a number higher than any before about its subject.

    Milliseconds, so that it still grows when what was told before is forgotten.
    """
    highest = dict(latest)
    first = int(now.timestamp() * 1000)
    found = []
    for event in events:
        subject = subject_of(event.body)
        highest[subject] = max(highest.get(subject, 0) + 1, first)
        found.append((event, highest[subject]))
    return found


def row(
    event: Received[Any], sequence: int, to: Subscriber, now: datetime
) -> RowOf[WebhookDelivery]:
    """The same id however often the fact is told."""
    body = event.body
    return row_of(WebhookDelivery)(
        id=uuid5(event.message.id, str(to.endpoint_id)),
        tenant=event.tenant,
        endpoint_id=to.endpoint_id,
        type=FACTS[type(body)].value,
        subject_id=subject_of(body),
        sequence=sequence,
        carrier_id=body.carrier_id,
        worker_id=body.worker_id,
        employment_id=body.employment_id,
        happened_at=event.message.time,
        created_at=now,
        state=(DeliveryState.QUEUED if to.is_on else DeliveryState.HELD).value,
        attempts=0,
        not_before=now,
    )


def test_row(key: UUID, tenant: str, endpoint_id: UUID, now: datetime) -> RowOf[WebhookDelivery]:
    """An event about the endpoint itself."""
    return row_of(WebhookDelivery)(
        id=key,
        tenant=tenant,
        endpoint_id=endpoint_id,
        type=TEST,
        subject_id=endpoint_id,
        sequence=int(now.timestamp() * 1000),
        carrier_id=None,
        worker_id=None,
        employment_id=None,
        happened_at=now,
        created_at=now,
        state=DeliveryState.QUEUED.value,
        attempts=0,
        not_before=now,
    )


def due_of(stored: WebhookDelivery) -> Due:
    """What is posted of a row."""
    return Due(**{each.name: getattr(stored, each.name) for each in fields(Due)})
