"""How many strangers a carrier's program can make us write to in a day, and how often to one."""

import json
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import event, select

from deploy.sample import CLIENT_ID, CLIENT_SECRET
from services.directory.quotas.models import quotas
from shared.clock import BERLIN
from shared.ids import new_id
from tests.directory.conftest import Desk, hire, open_desk
from tests.servers.run import SharedPostgres
from tests.shared.messaging.meters import Growth

PER_CLIENT, PER_ADDRESS = 4, 2


DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.real)]
on_both = pytest.mark.parametrize("strict_desk", DATABASES, indirect=True)
"""Where statements or locks differ; elsewhere SQLite is enough."""


@pytest.fixture
async def strict_desk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Desk]:
    url = ""
    if getattr(request, "param", "sqlite") == "postgres":
        server: SharedPostgres = request.getfixturevalue("postgres")
        name = f"quotas_{new_id().hex}"
        server.create_for("directory", name)
        url = server.owner_url(name)
    given = {"mail_per_client": PER_CLIENT, "mail_per_address": PER_ADDRESS}
    async with open_desk(tmp_path, url, **given) as desk:
        yield desk


def stranger(number: int, **changes: Any) -> dict[str, Any]:
    return {"external_id": f"N-{number}", "person__email": f"n{number}@example.org", **changes}


def assert_refused(answer: Response, kind: str) -> None:
    assert answer.status_code == 429, answer.text
    assert answer.json()["type"] == f"/problems/quota-of-{kind}-exceeded"
    assert 0 < int(answer.headers["retry-after"]) <= 25 * 3600


@on_both
async def test_a_client_may_hire_so_many_a_day_and_again_tomorrow(strict_desk: Desk) -> None:
    carrier = strict_desk.carrier
    growth = Growth("quota_refusals_total", service="directory", kind="client")
    for number in range(PER_CLIENT):
        assert (await carrier.hire(**stranger(number))).status_code == 201
    async with strict_desk.storing_nothing():
        assert_refused(await carrier.hire(**stranger(98)), "client")
    assert growth.now() == {"quota_refusals_total": 1}

    clock = strict_desk.house.clock
    midnight = clock.now().astimezone(BERLIN).replace(hour=0, minute=0, second=5)
    clock.forward(midnight + timedelta(days=1) - clock.now())
    tomorrow = await strict_desk.sign_in(CLIENT_ID, CLIENT_SECRET)
    assert (await tomorrow.hire(**stranger(98))).status_code == 201


async def test_retry_after_leads_to_the_next_day(strict_desk: Desk) -> None:
    for number in range(PER_CLIENT):
        await strict_desk.carrier.hire(**stranger(number))
    answer = await strict_desk.carrier.hire(**stranger(99))
    then = strict_desk.house.clock.now() + timedelta(seconds=int(answer.headers["retry-after"]))
    local: datetime = then.astimezone(BERLIN)
    assert (local.hour, local.minute) == (0, 0)


async def test_an_address_is_written_to_so_often_a_day_however_it_is_spelt(
    strict_desk: Desk,
) -> None:
    spelt = ["opfer@example.org", "OPFER@example.org", "Opfer@EXAMPLE.org"]
    answers = [
        await strict_desk.carrier.hire(**stranger(number, person__email=address))
        for number, address in enumerate(spelt)
    ]
    assert [each.status_code for each in answers] == [201, 201, 429]
    assert_refused(answers[-1], "address")
    assert (await strict_desk.carrier.hire(**stranger(7))).status_code == 201


async def test_a_tag_behind_a_plus_makes_no_other_address(strict_desk: Desk) -> None:
    tagged = ["opfer@example.org", "opfer+a@example.org", "Opfer+b+c@example.org"]
    answers = [
        await strict_desk.carrier.hire(**stranger(number, person__email=address))
        for number, address in enumerate(tagged)
    ]
    assert [each.status_code for each in answers] == [201, 201, 429]
    other = await strict_desk.carrier.hire(**stranger(9, person__email="opfe+r@example.org"))
    assert other.status_code == 201


async def test_clients_do_not_use_up_each_other_s_quota(strict_desk: Desk) -> None:
    for number in range(PER_CLIENT):
        await strict_desk.carrier.hire(**stranger(number))
    other = await strict_desk.other_carrier()
    assert (await other.hire(**stranger(50))).status_code == 201


@on_both
async def test_of_a_file_so_many_rows_are_taken_and_the_rest_is_answered(
    strict_desk: Desk,
) -> None:
    rows = [hire(**stranger(number)) for number in range(PER_CLIENT + 2)]
    answer = await strict_desk.carrier.file(json.dumps(rows).encode(), "application/json")
    body = answer.json()
    assert (body["created"], body["refused"]) == (PER_CLIENT, 2)
    assert body["rows"][-1]["problem"]["type"] == "/problems/quota-of-client-exceeded"
    assert int(answer.headers["retry-after"]) > 0


async def test_what_is_repeated_or_refused_uses_nothing_up(strict_desk: Desk) -> None:
    carrier = strict_desk.carrier
    for _ in range(PER_CLIENT):
        assert (await carrier.hire("same-key", **stranger(1))).status_code == 201
        assert (await carrier.hire(**stranger(2, start_date="1999-01-01"))).status_code == 422
    assert (await carrier.hire(**stranger(3))).status_code == 201


async def test_the_count_tells_no_address(strict_desk: Desk) -> None:
    await strict_desk.carrier.hire(**stranger(1))
    rows = await strict_desk.house.rows("directory", select(quotas))
    assert len(rows) == 2
    assert "example" not in str(rows)


async def test_counting_costs_no_statement_more_than_a_hire_did(strict_desk: Desk) -> None:
    """Three look-ups and the writing of it all, in one statement on PostgreSQL."""
    engine = strict_desk.house.context("directory").database.engine
    await strict_desk.carrier.hire(**stranger(1))
    found: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        found.append(statement)

    sync = engine._write.sync_engine
    event.listen(sync, "before_cursor_execute", note)
    try:
        await strict_desk.carrier.hire(**stranger(2))
    finally:
        event.remove(sync, "before_cursor_execute", note)
    [looked] = [each for each in found if "SELECT" in each and "quotas.used" in each]
    assert "idempotent_answers.body" in looked
