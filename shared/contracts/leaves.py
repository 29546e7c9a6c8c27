"""What the directory announces of leaves of absence: never why."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, Personal

_LEAVE = Personal(
    (Kind.EMPLOYMENT,),
    about="worker_id",
    purpose="alle Dienste erfahren, wann jemand beurlaubt ist",
    deletion=Deletion.WITH_TOPIC,
)

OWN_SCHOOLS = "/directory/meine-schulen"
"""The page on which workers and heads see who is at their schools."""


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


class CoverFact(BaseModel):
    """Who is at the school meanwhile; without an employment, nobody is."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    first_day: date
    last_day: date | None
    employment_id: UUID | None


class CoverAnnounced(
    Event, name="directory.cover-announced.v1", key="worker_id", declared=(_LEAVE,)
):
    """A school is to know from when to when a worker is on leave, and who is there meanwhile.

    A second one of the same leave and school replaces the first; without ``first_day`` the leave
    does not take place. Days on which two are there are in ``cover`` twice.
    """

    leave_id: UUID
    worker_id: UUID
    employment_id: UUID
    school_id: UUID
    first_day: date | None
    last_day: date | None
    cover: tuple[CoverFact, ...] = ()
