"""Somebody is erased: every service answers, and nothing of them comes back."""

from sqlalchemy import select

from deploy.services import load
from services.directory.privacy_requests.models import receipts
from services.directory.privacy_requests.values import PrivacyState
from shared.contracts.privacy import ANSWERING
from shared.erasing.rows import People, places
from tests.conftest import OpenHouse
from tests.house import House
from tests.journeys.erasing import departed, erase, state_of
from tests.journeys.test_new_colleague import ALL


async def rows_about(house: House, people: People) -> set[str]:
    """The tables in which there is still something about them."""
    found: set[str] = set()
    for name in ALL:
        sqlite = house.context(name).database.engine.sqlite
        for place in places(load(name).tables):
            if await house.rows(name, place.rows(people, sqlite=sqlite)):
                found.add(f"{name}.{place.table.name}")
    return found


async def test_everything_of_a_person_is_erased_everywhere_and_each_service_says_so(
    open_either_house: OpenHouse,
) -> None:
    house = await open_either_house(*ALL)
    person = await departed(house)
    people = People((person.person_id,), (person.employment_id,))
    before = await rows_about(house, people)
    assert {"directory.people", "trainings.onboardings", "surveys.pulses"} <= before
    assert {"notifications.kept_mails", "dashboard.seen"} <= before
    request_id = await erase(house, person.person_id)
    await house.quiet()
    assert await state_of(house, request_id) is PrivacyState.DONE
    assert await rows_about(house, people) == set()
    rows = await house.rows("directory", select(receipts))
    assert sorted(row.service for row in rows) == sorted(ANSWERING)
    parts = {(r.service, p["table"], p["end"]) for r in rows for p in r.parts}
    assert ("trainings", "onboardings", "replaced") in parts
    assert ("notifications", "kept_mails", "deleted") in parts
    assert not any(str(person.person_id) in str(row.parts) for row in rows)
