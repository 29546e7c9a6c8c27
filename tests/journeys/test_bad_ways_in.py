"""Erasures that come at a bad moment: too early, twice, side by side, and while a service is down.

What is parked, replayed, or comes late is tried in ``test_erased_people``.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.directory.legal_holds import use_cases as legal_holds
from services.directory.legal_holds.models import LegalHold
from services.directory.people.models import people
from services.directory.privacy_requests import use_cases
from services.directory.privacy_requests.models import PrivacyRequest, receipts, requests
from services.directory.privacy_requests.values import PrivacyState
from services.trainings.models import onboardings
from services.trainings.models import people as named
from shared.clock import local_date
from shared.contracts.directory import PersonRecord
from shared.contracts.privacy import PrivacyKind, PrivacyRequested
from tests.conftest import OpenHouse
from tests.house import House, embedded_house, opened_on, real_ground
from tests.journeys.carrier import Carrier
from tests.journeys.erasing import PERSON, Departed, departed, erase, hired, leave, office, state_of

BOTH = ("directory", "trainings")
Opening = Callable[[tuple[str, ...]], AbstractAsyncContextManager[House]]


async def asked(house: House, person_id: UUID) -> UUID:
    async with house.context("directory").database.transaction() as uow:
        return (await use_cases.ask(uow, office(), person_id, PrivacyKind.ERASURE)).id


async def announce(house: House, request_id: UUID) -> None:
    async with house.context("directory").database.transaction() as uow:
        mine = select(PrivacyRequest).where(PrivacyRequest.id == request_id)
        row = (await uow.session.scalars(mine)).one()
        await use_cases.announce_erasure(uow, office(), row)


async def names_in_trainings(house: House) -> set[UUID]:
    return {row.person_id for row in await house.rows("trainings", select(named.c.person_id))}


async def tell_late(house: House, first: Departed) -> None:
    """Word and a copy of somebody come once more."""
    late = PersonRecord.model_validate({**PERSON, "person_id": first.person_id, "version": 99})
    word = PrivacyRequested(
        request_id=uuid4(),
        kind=PrivacyKind.ERASURE,
        person_id=first.person_id,
        person_ids=(first.person_id,),
        employment_ids=(first.employment_id,),
    )
    await house.announce(word, late)
    await house.quiet()


async def test_an_erasure_waits_for_the_last_day_is_done_once_and_the_next_hire_is_somebody_new(
    open_either_house: OpenHouse,
) -> None:
    """Two of the office press the button at once; afterwards word and a copy of them come again."""
    house = await open_either_house(*BOTH)
    carrier = await Carrier.of(house)
    first = await hired(house, carrier)
    request_id = await asked(house, first.person_id)
    with pytest.raises(Exception, match="not-yet-erasable"):
        await announce(house, request_id)
    await leave(house, carrier)
    both = await asyncio.gather(
        announce(house, request_id), announce(house, request_id), return_exceptions=True
    )
    refused = [each for each in both if each is not None]
    assert len(refused) == 1, both
    await house.quiet()
    assert await state_of(house, request_id) is PrivacyState.ANNOUNCED, "three are not here"
    with pytest.raises(Exception, match="person-elsewhere"):
        await erase(house, first.person_id)
    assert len(await house.rows("directory", select(requests.c.id))) == 1
    again = {"external_id": "P-1", "person": PERSON, "funding": "kreis"}
    today = local_date(house.clock.now()).isoformat()
    carrier = await Carrier.of(house)  # the token of before has expired
    receipt = await carrier.hire(start_date=today, **again)
    await house.quiet()
    second = UUID(receipt["worker_id"])
    assert second != first.person_id
    assert second in await names_in_trainings(house)
    await tell_late(house, first)
    known = await names_in_trainings(house)
    assert (second in known, first.person_id in known) == (True, False)


async def test_of_a_hold_and_an_erasure_at_the_same_moment_one_comes_first(
    open_either_house: OpenHouse,
) -> None:
    """Whoever is held is still there, and whoever is erased is not held."""
    house = await open_either_house("directory")
    person = await departed(house)
    request_id = await asked(house, person.person_id)
    until = local_date(house.clock.now()) + timedelta(days=30)

    async def hold() -> None:
        async with house.context("directory").database.transaction() as uow:
            await legal_holds.hold(uow, office(), person.person_id, "Verfahren \x01 🦊", until)

    await asyncio.gather(announce(house, request_id), hold(), return_exceptions=True)
    held = await house.rows("directory", select(LegalHold.id))
    there = await house.rows(
        "directory", select(people.c.id).where(people.c.id == person.person_id)
    )
    assert len(held) == len(there)


@pytest.fixture(params=["embedded", pytest.param("real", marks=pytest.mark.real)])
async def opening(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Opening]:
    """Houses in the same place, one after the other."""
    async with ground(request, tmp_path) as given:
        yield given


@asynccontextmanager
async def ground(request: pytest.FixtureRequest, folder: Path) -> AsyncGenerator[Opening]:
    if request.param == "embedded":
        yield partial(embedded_house, folder)
        return
    servers = request.getfixturevalue("postgres"), request.getfixturevalue("kafka")
    async with real_ground(folder, BOTH, *servers) as settings:
        yield partial(opened_on, settings)


async def test_a_service_that_was_down_for_a_day_catches_up(opening: Opening) -> None:
    async with opening(BOTH) as house:
        person = await departed(house)
    async with opening(("directory",)) as house:
        house.clock.forward(timedelta(days=3))  # it began anew
        await erase(house, person.person_id)
        await house.quiet()
        house.clock.forward(timedelta(days=1))
        theirs = people.c.id == person.person_id
        assert await house.rows("directory", select(people).where(theirs)) == []
    async with opening(BOTH) as house:
        await house.quiet()
        told = onboardings.c.worker_id == person.person_id
        assert await house.rows("trainings", select(onboardings).where(told)) == []
        services = await house.rows("directory", select(receipts.c.service))
        assert {row.service for row in services} == set(BOTH)
