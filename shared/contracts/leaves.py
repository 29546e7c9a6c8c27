"""What the directory announces of leaves of absence: never why."""

from datetime import date
from uuid import UUID

from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, Personal

_LEAVE = Personal(
    (Kind.EMPLOYMENT,),
    about="worker_id",
    purpose="alle Dienste erfahren, wann jemand beurlaubt ist",
    deletion=Deletion.WITH_TOPIC,
)


class LeaveAnnounced(
    Event, name="directory.leave-announced.v1", key="worker_id", declared=(_LEAVE,)
):
    """A worker keeps their post and is away, up to a last day if that is known.

    A second one of the same leave replaces the first.
    """

    leave_id: UUID
    worker_id: UUID
    employment_id: UUID
    carrier_id: UUID
    first_day: date
    last_day: date | None


class ReturnAnnounced(
    Event, name="directory.return-announced.v1", key="worker_id", declared=(_LEAVE,)
):
    """A worker is back on a day; if the leave began on it, it does not take place."""

    leave_id: UUID
    worker_id: UUID
    employment_id: UUID
    carrier_id: UUID
    first_day: date
