"""Who wants to be erased, and who is: the office's pages about either are there to be seen."""

from services.directory.people.use_cases import save_people
from services.directory.people.values import Names
from services.directory.privacy_requests import use_cases
from services.directory.privacy_requests.values import PrivacyState
from shared.contracts.privacy import PrivacyKind
from shared.ids import new_id
from shared.messaging.event import Cause
from tests.house import House
from tests.journeys.erasing import erase, office, state_of
from tests.town import Town

ASKING = Names(given_name="Ottilie", family_name="Regenbrecht", email="o.regenbrecht@example.org")
ERASED = Names(given_name="Quirin", family_name="Sonnentau", email="q.sonnentau@example.org")


async def erasures(house: House, town: Town) -> dict[str, list[str]]:
    """Where the office begins: two people without an employment."""
    asking, erased = new_id(), new_id()
    cause = Cause(town.municipality, new_id())
    async with house.context("directory").database.transaction() as uow:
        await save_people(uow, {asking: ASKING, erased: ERASED}, cause)
    done = await erase(house, erased)
    async with house.context("directory").database.transaction() as uow:
        waits = (await use_cases.ask(uow, office(), asking, PrivacyKind.ERASURE)).id
    await house.quiet()
    assert await state_of(house, done) is PrivacyState.DONE
    return {"coordinator": [f"/directory/auskunft-und-loeschung/{each}" for each in (waits, done)]}
