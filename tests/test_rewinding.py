"""A house that is put back is as new: a test finds nothing of those before it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Table, select

from deploy.sample import CLIENT_ID, CLIENT_SECRET
from services.directory.models import metadata
from shared.contracts.directory import ACCESS_TOKENS
from shared.messaging.tables import metadata as backbone
from tests.directory.conftest import Desk, open_desk
from tests.house import House, look
from tests.rewinding import Houses, bus_file

OF_ITS_OWN_ACCORD = {"jobs", "copies_read", "match_keys", "people.matched"}
"""What changes without anybody's doing."""


def _by_people(table: Table) -> list[Column[Any]]:
    return [each for each in table.columns if str(each) not in OF_ITS_OWN_ACCORD]


async def content(house: House) -> dict[str, Any]:
    """Every row of the directory, the bus, and what its client would send."""
    tables: list[Table] = [*metadata.sorted_tables, *backbone.sorted_tables]
    found: dict[str, Any] = {
        each.name: await house.rows("directory", select(*_by_people(each)))
        for each in tables
        if each.name not in OF_ITS_OWN_ACCORD
    }
    found["log"] = look(bus_file(house), "SELECT topic, key, value FROM log ORDER BY position")
    return found | {"cookies": dict(house.http.cookies)}


async def fail(desk: Desk, times: int) -> list[int]:
    """How wrong secrets are answered."""
    form = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": "wrong"}
    answers = [
        await desk.house.http.post("/directory/oauth/token", data=form) for _ in range(times)
    ]
    return [each.status_code for each in answers]


async def test_what_was_done_in_it_is_gone(houses: Houses) -> None:
    desk = await houses.as_new("desk", open_desk)
    before = await content(desk.house)
    assert (await desk.carrier.hire()).status_code == 201
    await desk.house.sign_in()
    desk.house.http.cookies.set("mine", "1")
    refused = await fail(desk, 8)
    assert (refused[0], refused[-1]) == (401, 429)
    await desk.house.quiet()
    assert await content(desk.house) != before

    again = await houses.as_new("desk", open_desk)

    assert again.house is desk.house
    assert await content(again.house) == before
    assert await fail(again, 1) == [401]
    assert (await again.carrier.hire()).status_code == 201
    assert len(await again.announced("directory.worker-hired.v1")) == 1


async def test_one_whose_clock_was_moved_is_back_in_the_present(houses: Houses) -> None:
    first = await houses.as_new("moved", open_desk)
    house, before = first.house, await content(first.house)
    ring = house.keys.ring(ACCESS_TOKENS)
    signing = ring.signing()
    house.clock.forward(timedelta(days=400))
    assert ring.signing() != signing
    await first.sign_in(CLIENT_ID, CLIENT_SECRET)
    await house.sign_in()
    assert await content(house) != before

    again = await houses.as_new("moved", open_desk)

    assert again.house is house
    assert datetime.now(UTC) - house.clock.now() < timedelta(seconds=1)
    assert ring.signing() == signing
    assert await content(house) == before
    assert (await again.carrier.hire()).status_code == 201


async def test_one_for_each_kind(houses: Houses) -> None:
    plain, strict = await houses.embedded("surveys"), await houses.embedded("surveys", port=1)
    assert plain is not strict
    assert await houses.embedded("surveys") is plain
