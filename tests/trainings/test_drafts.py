"""Drafts of a series are opened at once, or deleted as if they had never been."""

import pytest

from services.trainings.models import gathering_dates, gatherings
from tests.conftest import OpenHouse
from tests.trainings.meeting import Meeting
from tests.trainings.test_changing_series import series

OPEN, DELETE = "/reihe-oeffnen", "/entwurf-loeschen"


async def states(held: Meeting, ids: list[str]) -> list[str]:
    rows = await held.house.rows("trainings", gatherings.select())
    found = {str(each.id): each.state.value for each in rows}
    return [found.get(each, "gone") for each in ids]


@pytest.mark.parametrize(
    ("path", "state", "scope", "meant"),
    [
        (DELETE, "gone", "this", [1]),
        (DELETE, "gone", "all", [0, 1, 2, 3]),
        (OPEN, "open", "following", [1, 2, 3]),
    ],
)
async def test_drafts_that_are_meant_are_opened_or_deleted(
    open_house: OpenHouse, path: str, state: str, scope: str, meant: list[int]
) -> None:
    held, ids = await series(open_house, opened=False)
    held.id = ids[1]
    assert (await held.post(path, scope=scope)).status_code == 303
    assert await states(held, ids) == [state if n in meant else "draft" for n in range(4)]
    rows = await held.house.rows("trainings", gathering_dates.select())
    left = {each for n, each in enumerate(ids) if path == OPEN or n not in meant}
    assert {str(each.gathering_id) for each in rows} & {*ids} == left


async def test_what_people_know_and_what_more_hangs_on_is_not_deleted(
    open_house: OpenHouse,
) -> None:
    held, ids = await series(open_house, opened=False)
    await held.post("/oeffnen")
    held.id = ids[1]
    item = {"title": "Fallzahlen", "minutes": "30", "kind": "info"}
    assert (await held.post("/tagesordnung/neu", **item)).status_code == 303
    held.id = ids[2]
    await held.post("/oeffentlich")
    page = await held.page(DELETE)
    assert "ist kein Entwurf mehr" in page
    assert "hat schon eine Tagesordnung" in page
    assert (await held.post(DELETE, scope="all")).status_code == 303
    assert await states(held, ids) == ["open", "draft", "gone", "gone"]
    held.id = ids[1]
    assert "bleibt jeder, wie er ist" in (await held.post(DELETE, scope="this")).text


async def test_opening_leaves_what_is_closed_and_what_has_no_day(open_house: OpenHouse) -> None:
    held, ids = await series(open_house, opened=False)
    for path in ("/oeffnen", "/schliessen"):
        await held.post(path)
    assert (await held.post(OPEN, scope="all")).status_code == 303
    assert await states(held, ids) == ["closed", "open", "open", "open"]
    single = await Meeting(held.house).make(opened=False)
    assert (await single.post(DELETE, scope="this")).status_code == 303
    assert await states(single, [single.id]) == ["gone"]
