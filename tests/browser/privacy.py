"""Who wants to be erased, and who is: the office's pages about either are there to be seen."""

from uuid import UUID

from sqlalchemy import select

from services.directory.outsiders.use_cases import enter
from services.directory.people.use_cases import save_people
from services.directory.people.values import Names
from services.directory.privacy_requests import use_cases
from services.directory.privacy_requests.values import PrivacyState
from services.trainings.guests.models import guests
from shared.contracts.privacy import PrivacyKind
from shared.ids import new_id
from shared.messaging.event import Cause
from tests.house import House
from tests.journeys.erasing import erase, office, state_of
from tests.town import Town

ASKING = Names(given_name="Ottilie", family_name="Regenbrecht", email="o.regenbrecht@example.org")
ERASED = Names(given_name="Quirin", family_name="Sonnentau", email="q.sonnentau@example.org")


async def erasures(house: House, town: Town) -> dict[str, list[str]]:
    """Where the office begins: two people without an employment, and two from outside."""
    asking, erased = new_id(), new_id()
    cause = Cause(town.municipality, new_id())
    async with house.context("directory").database.transaction() as uow:
        await save_people(uow, {asking: ASKING, erased: ERASED}, cause)
    done = await erase(house, erased)
    async with house.context("directory").database.transaction() as uow:
        waits = (await use_cases.ask(uow, office(), asking, PrivacyKind.ERASURE)).id
    outside = await _from_outside(house)
    await house.quiet()
    assert await state_of(house, done) is PrivacyState.DONE
    named = [f"/directory/auskunft-und-loeschung/{each}" for each in (waits, done, outside[0])]
    behind = [f"/directory/auskunft-von-ausserhalb/{each}" for each in outside]
    return {"coordinator": [*named, *behind]}


async def _from_outside(house: House) -> list[UUID]:
    """A guest wants to know, and somebody who is kept nowhere any more wants to be erased."""
    [[guest], *_] = await house.rows("trainings", select(guests.c.id))
    wanted = ((PrivacyKind.ACCESS, guest), (PrivacyKind.ERASURE, new_id()))
    async with house.context("directory").database.transaction() as uow:
        rows = [await enter(uow, office(), kind, [who], "Brief") for kind, who in wanted]
        return [each.id for each in rows]
