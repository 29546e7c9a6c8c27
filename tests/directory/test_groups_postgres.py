"""Groups, their documents and what is missing in the network, on PostgreSQL."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.directory.conftest import Desk, open_desk
from tests.directory.test_gap_tasks import card, task_of, tasks
from tests.directory.test_groups import get, hired, made, members, post, schools
from tests.directory.test_network import get as network
from tests.directory.test_organization_pages import said
from tests.servers.run import SharedPostgres

pytestmark = pytest.mark.real


@pytest.fixture
async def desk(postgres: SharedPostgres, tmp_path: Path) -> AsyncGenerator[Desk]:
    name = f"groups_{uuid4().hex[:8]}"
    postgres.create_for("directory", name)
    async with open_desk(tmp_path, postgres.owner_url(name)) as desk:
        yield desk


async def test_a_rule_means_the_same_there(desk: Desk) -> None:
    school, other, *_ = await schools(desk)
    worker = await hired(desk, school.school_number, 19.5)
    every: dict[str, Any] = {
        "who": "worker",
        "schools": [str(school.id), str(other.id)],
        "hours_from": "19,5",
    }
    group = await made(desk, **every)
    assert worker in await members(desk, group)
    assert worker not in await members(desk, await made(desk, "Mehr", **every | {"hours_from": 20}))
    heads = await made(desk, "Leitungen", who="head", school_type="primary")
    picked = await post(desk, f"/{heads}/von-hand/person", text="x", person_id=worker)
    assert picked.status_code == 303
    assert worker in await members(desk, heads)
    assert "Leitungen" in said(await get(desk))
    assert (await get(desk, f"/{heads}/von-hand")).status_code == 200
    assert (await get(desk, f"/{heads}")).status_code == 200
    asd = await made(desk, "ASD", who="asd_contact", schools=[str(school.id)])
    assert isinstance(await members(desk, asd), set)


async def test_what_is_missing_and_to_be_done_there(desk: Desk) -> None:
    page = await task_of(desk, days=3)
    assert "Aufgabe bis" in said(await network(desk, "/fehlend", text="Hellweg"))
    assert len(await tasks(desk, state="open")) == 1
    assert await tasks(desk, state="done") == []
    assert (await network(desk, page)).status_code == 200
    assert (await card(desk))["number"] == 1
    await desk.forward(1)
    assert len(await tasks(desk)) == 1
