"""The office says what must not be deleted: of a person, or of everybody, and until when."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from services.directory.legal_holds.models import legal_holds
from services.directory.legal_holds.use_cases import tend
from services.directory.people.models import people
from services.directory.people.use_cases import forget_people
from shared.clock import local_date
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.tables import holds
from tests.conftest import OpenHouse
from tests.directory.test_privacy_requests import OFFICE, known
from tests.house import BERGKAMEN, House

LIST = "/directory/loeschsperren"


async def held(house: House, service: str) -> list[str]:
    """Of whom, as a service knows it."""
    return [some for row in await house.rows(service, select(holds)) for some in row.ids or ["*"]]


async def set_for(house: House, path: str, days: int) -> int:
    last_day = local_date(house.clock.now()) + timedelta(days=days)
    given = {"reason": "Aktenzeichen 51-12", "last_day": last_day.isoformat()}
    return (await house.http.post(f"{LIST}/{path}", data=given)).status_code


async def test_a_person_who_is_held_is_not_erased_and_every_service_knows_until_it_is_over(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "notifications")
    person_id = await known(house)
    page = (await house.http.post(f"{OFFICE}/fuer/{person_id}")).headers["location"]
    assert await set_for(house, f"fuer/{person_id}", 10) == 303
    assert "Löschsperre" in (await house.http.get(page)).text
    refused = await house.http.post(f"{page}/loeschen", data={"typed": "löschen"})
    assert refused.status_code in (409, 422)
    await house.quiet()
    assert await held(house, "notifications") == await held(house, "directory") == [str(person_id)]
    house.clock.forward(timedelta(days=11))
    async with house.context("directory").database.transaction() as uow:
        await tend(uow)
    await house.quiet()
    assert await held(house, "notifications") == await held(house, "directory") == []
    assert (await house.http.post(f"{page}/loeschen", data={"typed": "löschen"})).status_code == 303


async def test_who_is_held_stays_though_nothing_names_them(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    ids = [await known(house), await known(house)]
    assert await set_for(house, f"fuer/{ids[0]}", 10) == 303
    async with house.context("directory").database.transaction() as uow:
        await forget_people(uow, ids, Cause(BERGKAMEN, new_id()))
    left = {row.id for row in await house.rows("directory", select(people.c.id))}
    assert left & {*ids} == {ids[0]}


async def test_the_office_holds_everything_and_ends_it_again(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    assert await set_for(house, "neu", -1) == 422
    assert await set_for(house, "neu", 4 * 365) == 422
    assert await set_for(house, "neu", 0) == 303
    assert await held(house, "directory") == ["*"]
    [row] = await house.rows("directory", select(legal_holds))
    assert "ganze Kommune" in (await house.http.get(LIST)).text
    for _ in range(2):
        assert (await house.http.post(f"{LIST}/{row.id}/beenden")).status_code == 303
    assert await held(house, "directory") == []
    assert "Aktenzeichen 51-12" in (await house.http.get(f"{LIST}/{row.id}")).text
    runs = await house.http.get("/directory/aufbewahrung")
    assert "Zuletzt gelaufen" in runs.text
    assert "Zurückgehalten" in runs.text


async def test_an_id_that_somebody_gets_later_is_held_as_well(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    person_id = await known(house)
    await set_for(house, f"fuer/{person_id}", 10)
    async with house.context("directory").database.transaction() as uow:
        await uow.session.execute(holds.update().values(ids=[str(uuid4())]))
    house.clock.forward(timedelta(hours=1))
    async with house.context("directory").database.transaction() as uow:
        await tend(uow)
    assert await held(house, "directory") == [str(person_id)]
