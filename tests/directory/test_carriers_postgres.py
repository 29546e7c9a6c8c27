"""What carriers' systems do, on the database that serves for real."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.directory.conftest import Desk, hire, open_desk
from tests.directory.identity_system import a_user, identity_system
from tests.directory.long_files import finished, rows_of
from tests.servers.run import SharedPostgres

pytestmark = pytest.mark.real
API = "/directory/api/v1"


@pytest.fixture
async def desk(tmp_path: Path, postgres: SharedPostgres) -> AsyncGenerator[Desk]:
    postgres.create_for("directory", "carriers")
    async with open_desk(tmp_path, postgres.owner_url("carriers")) as desk:
        yield desk


async def test_a_long_file_lists_and_users(desk: Desk) -> None:
    hires = [hire(external_id=f"A{number}", start_date="2026-01-01") for number in range(510)]
    answer = await desk.carrier.file(json.dumps(hires).encode(), "application/json")
    progress = await finished(desk.carrier, answer)
    assert (progress["state"], progress["created"]) == ("done", 510)
    assert len(await rows_of(desk.carrier, progress)) == 510
    for path in ("/workers?state=current", "/employments?school_number=100001", "/departures"):
        assert (await desk.carrier.get(f"{API}{path}")).status_code == 200
    placed = (await desk.carrier.get(f"{API}/placements?on=2026-02-01&limit=2")).json()
    assert len(placed["items"]) == 2
    assert placed["next"]
    file = "Personalnummer;Gilt ab;Schulnummer;Wochenstunden\nA1;1.8.2027;100002;30\n"
    headers = desk.carrier.headers | {"Content-Type": "text/csv", "Idempotency-Key": "a"}
    changed = await desk.house.http.post(
        f"{API}/changes/bulk", content=file.encode(), headers=headers
    )
    assert changed.json()["created"] == 1
    scim = await identity_system(desk)
    user = await scim.create(externalId="A1", userName="a1")
    taken = await scim.send("POST", "/Users", a_user(externalId="A2", userName="A1"))
    assert taken.status_code == 409
    locked = await scim.patch(user["id"], {"op": "replace", "path": "active", "value": False})
    assert locked.json()["active"] is False
    assert await scim.names('externalId eq "A1" and active eq false') == ["a1"]
    assert (await scim.send("DELETE", f"/Users/{user['id']}")).status_code == 204
    again = await scim.send("POST", "/Users", a_user(externalId="A1", userName="a1"))
    assert again.json()["id"] == user["id"]
