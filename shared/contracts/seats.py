"""What trainings announces of seats that are given by hand, and of those in workshops."""

from datetime import date, time
from uuid import UUID

from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

_WORKSHOP = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer einen Platz in einem Workshop bekommt, wechselt oder verliert, erfährt es",
    deletion=Deletion.WITH_TOPIC,
)


class SeatsByHand(
    Event, name="trainings.seats-by-hand.v1", key="gathering_id", declared=(NotPersonal(),)
):
    """So many seats are free, and it is too late to offer them; said once a day at most."""

    gathering_id: UUID
    seats: int


class WorkshopSeatChanged(
    Event,
    name="trainings.workshop-seat-changed.v1",
    key="gathering_id",
    declared=(_WORKSHOP,),
):
    """In which workshop of one time somebody is now, by the number of their wish."""

    gathering_id: UUID
    registration_id: UUID
    person_id: UUID
    day: date
    starts: time
    ends: time
    wish: int | None = None
    """None if they are in none any more; 0 if the office has put them there."""
