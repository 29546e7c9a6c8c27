"""Everyone who starts, as the coordination office sees them."""

import re
from datetime import UTC, datetime, timedelta

from httpx2 import AsyncClient
from sqlalchemy import select

from services.trainings.models import tasks
from services.trainings.starters.rules import standing
from services.trainings.tasks.use_cases import complete
from shared.clock import local_date
from shared.contracts.directory import PersonRecord
from shared.contracts.trainings import CompletedBy
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL, House
from tests.signing_in import coordinator_of
from tests.trainings.conftest import Employment

PAGE = "/trainings/einarbeitungen"
KAMEN = "05978020"
DAY = timedelta(days=1)
CELL = re.compile(r'data-label="(?P<label>[^"]+)"[^>]*><span>(?:<a [^>]*>)?(?P<text>[^<]*)<')


def rows(page: str) -> list[dict[str, str]]:
    """What each row says, by the headings."""
    every = page.split('<tr class="kern-table__row"')[2:]
    return [{one["label"]: one["text"] for one in CELL.finditer(each)} for each in every]


async def hire(house: House, family_name: str, in_days: int) -> Employment:
    somebody, today = Employment(), local_date(house.clock.now())
    record = PersonRecord(
        person_id=somebody.worker,
        version=1,
        given_name="Nele",
        family_name=family_name,
        email="nele@example.org",
    )
    await house.announce(record, somebody.hired(today + in_days * DAY))
    await house.quiet()
    return somebody


async def test_the_office_sees_who_starts_when_and_how_far_they_are(
    open_either_house: OpenHouse,
) -> None:
    house = await open_either_house("directory", "trainings")
    await hire(house, "Ahrens", 5)
    await hire(house, "Zöllner", 60)
    found = rows((await house.http.get(PAGE)).text)
    assert [each["Fachkraft"] for each in found] == ["Zöllner, Nele", "Ahrens, Nele"]
    assert [each["Stand"] for each in found] == ["beginnt noch", "überfällig"]
    assert re.fullmatch(r"0 von \d\d", found[0]["Erledigt"])
    late = rows((await house.http.get(PAGE, params={"state": "late"})).text)
    assert [each["Fachkraft"] for each in late] == ["Ahrens, Nele"]
    starting = rows((await house.http.get(PAGE, params={"state": "starting"})).text)
    assert starting == late
    by_due = rows((await house.http.get(PAGE, params={"sortiert": "next_due"})).text)
    assert [each["Fachkraft"] for each in by_due] == ["Ahrens, Nele", "Zöllner, Nele"]
    assert rows((await house.http.get(PAGE, params={"state": "ready"})).text) == []


async def test_what_is_done_is_counted(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings")
    await hire(house, "Ahrens", 60)
    (task, *_) = await house.rows("trainings", select(tasks).order_by(tasks.c.due_on))
    async with house.context("trainings").database.transaction() as uow:
        await complete(uow, task.id, CompletedBy.API)
    (found,) = rows((await house.http.get(PAGE)).text)
    assert found["Erledigt"].startswith("1 von ")


async def test_other_municipalities_see_nothing_of_it(open_house: OpenHouse) -> None:
    served = frozenset({BERGKAMEN, KAMEN})
    house = await open_house("directory", "trainings", municipalities=served)
    await hire(house, "Ahrens", 5)
    house.http.cookies.update(await house.sign_in(coordinator_of(KAMEN)))
    page = (await house.http.get(PAGE)).text
    assert "Ahrens" not in page
    assert "Gerade startet niemand" in page


def test_what_matters_most_is_said_first() -> None:
    now = datetime(2027, 2, 1, 12, tzinfo=UTC)
    today = now.date()
    assert standing(today, today - DAY, now, today) == "überfällig"
    assert standing(today, today, now, today) == "arbeitsfähig"
    assert standing(today + DAY, today, None, today) == "beginnt noch"
    assert standing(today, None, None, today) == "im Plan"


async def test_a_row_leads_to_who_has_done_what(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings", municipalities=frozenset({BERGKAMEN, KAMEN}))
    await hire(house, "Ahrens", 5)
    [first, *_] = await house.rows("trainings", select(tasks.c.id).order_by(tasks.c.due_on))
    async with house.context("trainings").database.transaction() as uow:
        await complete(uow, first[0], CompletedBy.PAGE)
    [address] = re.findall(rf'href="({PAGE}/[^"]+)"', (await house.http.get(PAGE)).text)
    page = (await house.http.get(address)).text
    assert "<h1" in page
    assert "Nele Ahrens" in page
    assert page.count("erledigt") >= 1
    assert "Koordinierungsstelle" in page
    assert "/directory/fachkraefte/" in page
    async with AsyncClient(transport=house.http._transport, base_url=URL) as elsewhere:
        elsewhere.cookies.update(await house.sign_in(coordinator_of(KAMEN)))
        assert (await elsewhere.get(address)).status_code == 404
