"""What looks at seats finds out whatever is given wrongly."""

from datetime import timedelta

import pytest
from hypothesis import Phase
from sqlalchemy import update

from services.trainings.models import registrations
from shared.contracts.gatherings import Approval, Place
from tests.trainings.hall import BEGIN, opened
from tests.trainings.quotas import AWO
from tests.trainings.test_seat_machine import Seats, explore

_waits = registrations.c.place == Place.WAITING.value
_ready = registrations.c.approval != Approval.PENDING.value
_change = update(registrations)
FAULTS = {
    "more people than seats": _change.where(_waits, _ready).values(place=Place.CONFIRMED),
    "seat without approval|reserved": _change.where(
        registrations.c.approval == Approval.PENDING.value
    ).values(place=Place.CONFIRMED),
    "quota": _change.where(registrations.c.place == Place.CONFIRMED.value).values(
        carrier_id=AWO, school_type="primary"
    ),
    "untold": _change.values(version=registrations.c.version + 1),
    "too long|odd end": _change.where(registrations.c.answer_until.is_not(None)).values(
        answer_until=BEGIN + timedelta(days=300)
    ),
    "a free seat": _change.where(registrations.c.place == Place.OFFERED.value).values(
        place=Place.WAITING
    ),
}


@pytest.mark.parametrize("found", FAULTS)
def test_a_seat_given_wrongly_is_found_out(found: str) -> None:
    wrong = type("Wrong", (Seats,), {"fault": FAULTS[found], "compared": found == "untold"})
    with opened() as hall, pytest.raises(AssertionError, match=found):
        explore(wrong, hall, 30, Phase.generate)
