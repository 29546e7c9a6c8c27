"""A person who was hired, lived through something, left, and is erased."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from services.directory.privacy_requests import use_cases
from services.directory.privacy_requests.models import requests
from services.directory.privacy_requests.values import PrivacyState
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.privacy import PrivacyKind
from shared.messaging.event import Cause
from shared.web.sessions.person import Me
from tests.house import BERGKAMEN, House
from tests.journeys.carrier import Carrier
from tests.journeys.test_new_colleague import settled

NAMES = ("Quirina", "Sonnentau", "quirina.sonnentau")
PERSON = {
    "given_name": "Quirina",
    "family_name": "Sonnentau",
    "email": "quirina.sonnentau@example.org",
}
DAY = timedelta(days=1)


@dataclass
class Departed:
    """Somebody whose employment is over."""

    person_id: UUID
    employment_id: UUID


def office() -> Me:
    cause = Cause(BERGKAMEN, uuid4())
    return Me(BERGKAMEN, AccessRole.COORDINATOR, uuid4(), None, cause, uuid4())


async def calm(house: House) -> None:
    """Quiet, and letters sent where there is somebody who sends them."""
    await (settled(house) if "notifications" in house.app.state.mounted else house.quiet())


async def hired(house: House, carrier: Carrier, **changes: Any) -> Departed:
    today = local_date(house.clock.now())
    given = {"external_id": "P-1", "person": PERSON, "funding": "kreis"} | changes
    receipt = await carrier.hire(start_date=today.isoformat(), **given)
    await calm(house)
    return Departed(UUID(receipt["worker_id"]), UUID(receipt["employment_id"]))


async def leave(house: House, carrier: Carrier, external_id: str = "P-1") -> None:
    """They leave on that day, and a day goes by."""
    today = local_date(house.clock.now())
    body = {"external_id": external_id, "last_day": today.isoformat(), "reason": "moved"}
    answer = await carrier.post("/directory/api/v1/departures", body, f"leave-{external_id}")
    assert answer.is_success, answer.text
    await house.quiet()
    house.clock.forward(2 * DAY)
    await calm(house)


async def departed(house: House) -> Departed:
    carrier = await Carrier.of(house)
    found = await hired(house, carrier)
    await leave(house, carrier)
    return found


async def erase(house: House, person_id: UUID) -> UUID:
    """By the office; returns the request's id as soon as it is announced."""
    async with house.context("directory").database.transaction() as uow:
        row = await use_cases.ask(uow, office(), person_id, PrivacyKind.ERASURE)
        request_id = row.id
        await use_cases.announce_erasure(uow, office(), row)
    return request_id


async def state_of(house: House, request_id: UUID) -> PrivacyState:
    [row] = await house.rows("directory", select(requests).where(requests.c.id == request_id))
    assert isinstance(row.state, PrivacyState)
    return row.state
