"""The guide for developers: what it prints runs, and what it describes is what is there."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import Iterator
from json import loads
from uuid import uuid4

import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator
from sqlalchemy import select

from deploy.sample import CARRIER
from deploy.services import load
from services.directory.employments.models import employments
from services.directory.guide.rules import messages, sections
from services.directory.guide.values import EXAMPLE_FILES, EXAMPLES
from services.directory.organizations.models import organizations
from services.directory.sandbox.use_cases import make
from shared.contracts.accounts import AccessRole
from shared.contracts.catalogue import bodies
from shared.messaging.event import SANDBOX, Cause
from shared.runtime import _routes
from shared.web.neighbours import Network
from shared.web.sessions.person import Me
from tests.directory.conftest import Desk
from tests.house import BERGKAMEN
from tests.serving import served

GUIDE = "/directory/entwickler"
DESCRIBED = {"trainings": "/api/v1/gatherings", "notifications": "/api/v1/webhooks", "surveys": ""}
"""With an address that programs call there, if there is one."""


def java() -> str | None:
    return shutil.which("java")


async def run(desk: Desk, *command: str, **given: str) -> str:
    """What an example prints, against the desk behind a real HTTP server."""
    async with served(desk.house.app) as port:
        process = await asyncio.create_subprocess_exec(
            *command,
            env=os.environ | {"BASE": f"http://127.0.0.1:{port}", **given},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(60):
            out, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    return out.decode()


async def test_the_example_in_curl_runs(desk: Desk) -> None:
    if shutil.which("curl") is None:
        pytest.skip("The example needs curl, which this machine lacks: apt-get install curl.")
    told = await run(desk, "bash", str(EXAMPLES / "ten-minutes.sh"))
    for line in ("hired: ", "repeated: same answer", '"status":422', "changed", "done"):
        assert line in told, told
    assert '"created":1,"unchanged":0,"refused":1' in told
    assert len(await desk.announced("directory.worker-departed.v1")) == 1


async def test_the_example_in_python_runs(desk: Desk) -> None:
    told = await run(desk, sys.executable, str(EXAMPLES / "ten_minutes.py"))
    assert "repeated: same answer: True" in told
    assert "refused: 422 ['funding']" in told
    assert "bulk: ['created', 'refused']" in told


async def test_the_example_in_java_runs(desk: Desk) -> None:
    if java() is None:
        pytest.skip(
            "The example needs a Java 17 that compiles: apt-get install openjdk-17-jdk-headless."
        )
    told = await run(desk, "java", str(EXAMPLES / "TenMinutes.java"))
    assert "repeated: same answer: true" in told
    assert "refused: 422 funding" in told
    assert "bulk: created" in told


async def in_the_sandbox(desk: Desk) -> dict[str, str]:
    """What a clerk of the carrier puts into the environment who has made a test client."""
    carriers = select(organizations.c.id).where(organizations.c.name == CARRIER)
    [(carrier_id,)] = await desk.house.rows("directory", carriers)
    cause = Cause(BERGKAMEN, uuid4())
    clerk = Me(BERGKAMEN, AccessRole.CARRIER, uuid4(), carrier_id, cause, uuid4())
    async with desk.house.context("directory").database.transaction() as uow:
        made = await make(uow, clerk)
    return {"CLIENT_ID": made.client_id, "CLIENT_SECRET": made.client_secret}


async def test_the_examples_run_in_the_sandbox_and_stay_there(desk: Desk) -> None:
    given = await in_the_sandbox(desk)
    told = await run(desk, sys.executable, str(EXAMPLES / "ten_minutes.py"), **given)
    assert "repeated: same answer: True" in told
    assert "bulk: ['created', 'refused']" in told
    if shutil.which("curl"):
        told = await run(desk, "bash", str(EXAMPLES / "ten-minutes.sh"), **given)
        assert "school: 999001" in told
        assert "done" in told
    if java():
        told = await run(desk, "java", str(EXAMPLES / "TenMinutes.java"), **given)
        assert "bulk: created" in told
    tenants = await desk.house.rows("directory", select(employments.c.tenant))
    assert {tenant for (tenant,) in tenants} == {SANDBOX}


async def test_the_guide_prints_parts_of_the_example(desk: Desk) -> None:
    page = (await desk.house.http.get(GUIDE)).text
    assert page.count("<pre") == 7
    assert "127.0.0.1:8080" not in page
    for each in EXAMPLE_FILES:
        assert each.path.exists()
        assert f"/static/examples/{each.file}" in page


async def test_the_guide_leads_on_to_webhooks(desk: Desk) -> None:
    page = (await desk.house.http.get(GUIDE)).text
    assert "/notifications/api/v1/webhooks" in page
    assert 'href="/notifications/openapi.json"' in page
    changes = (await desk.house.http.get(f"{GUIDE}/aenderungen")).text
    assert "/notifications/api/v1/webhooks" in changes
    events = (await desk.house.http.get(f"{GUIDE}/ereignisse")).text
    assert "bekommen Träger als Webhook" in events


def test_a_part_begins_where_it_is_named() -> None:
    script = "#!/bin/sh\nX=http://here\n# [one] First.\na\n\n# [two] Second.\nb http://here\n"
    assert sections(script, "http://here", "https://there") == {
        "one": "# First.\na",
        "two": "# Second.\nb https://there",
    }


async def test_every_address_for_programs_is_described_and_no_other(desk: Desk) -> None:
    page = (await desk.house.http.get(f"{GUIDE}/schnittstelle")).text
    assert "/directory/api/v1/changes/bulk" in page
    assert "/api/v1/accounts" not in page
    description = (await desk.house.http.get(f"{GUIDE}/schnittstelle.json")).json()
    assert description["servers"] == [{"url": "/directory"}]
    paths = description["paths"]
    assert "/oauth/token" in paths
    assert "/api/v1/employments" in paths
    assert "/api/v1/parked" not in paths


@pytest.fixture
def beside(desk: Desk) -> Iterator[None]:
    """The other services, as far as they describe themselves."""
    apps = {name: FastAPI(routes=_routes(load(name))) for name in DESCRIBED}
    state = desk.house.app.state.mounted["directory"].state
    state.network = Network(inside=apps)
    yield
    state.network = None


@pytest.mark.usefixtures("beside")
async def test_the_other_services_are_described_beside_it(desk: Desk) -> None:
    """Each opens, with what programs may call there and nothing else."""
    http = desk.house.http
    page = (await http.get(f"{GUIDE}/schnittstelle")).text
    for service, path in DESCRIBED.items():
        assert f"{GUIDE}/schnittstelle/{service}" in page
        shown = (await http.get(f"{GUIDE}/schnittstelle/{service}")).text
        found = (await http.get(f"{GUIDE}/schnittstelle/{service}/openapi.json")).json()
        assert found["servers"] == [{"url": f"/{service}"}]
        assert "/api/v1/parked" not in found["paths"]
        assert (path in found["paths"]) == bool(path)
        assert (f"/{service}{path}" if path else "ruft kein Programm") in shown


async def test_a_service_that_is_away_is_said_to_be(desk: Desk) -> None:
    page = await desk.house.http.get(f"{GUIDE}/schnittstelle/trainings")
    assert "antwortet gerade nicht" in page.text
    file = await desk.house.http.get(f"{GUIDE}/schnittstelle/trainings/openapi.json")
    assert file.status_code == 503
    assert (await desk.house.http.get(f"{GUIDE}/schnittstelle/nothing")).status_code == 404


async def test_events_are_shown_field_by_field(desk: Desk) -> None:
    for name, body in bodies().items():
        page = await desk.house.http.get(f"{GUIDE}/ereignisse/{name}")
        assert page.status_code == 200
        for field in body.model_fields:
            assert f">{field}<" in page.text, (name, field)
        assert body.topic in page.text
    hired = (await desk.house.http.get(f"{GUIDE}/ereignisse/directory.worker-hired.v1")).text
    assert "placements.weekly_hours" in hired
    assert (await desk.house.http.get(f"{GUIDE}/ereignisse/x.y.v1")).status_code == 404


async def test_events_are_found_by_what_they_are_called_and_say(desk: Desk) -> None:
    page = (await desk.house.http.get(f"{GUIDE}/ereignisse?je=100")).text
    assert "/directory/entwickler/ereignisse/directory.worker-hired.v1" in page
    found = (await desk.house.http.get(f"{GUIDE}/ereignisse?text=fixed_term")).text
    assert "directory.worker-hired.v1" in found
    assert "notifications.letter-sent.v1" not in found
    assert "Nichts gefunden" in (await desk.house.http.get(f"{GUIDE}/ereignisse?text=zzz")).text


def test_every_example_is_what_its_schema_allows() -> None:
    for each in messages(bodies()):
        schema = bodies()[each.id].model_json_schema()
        assert list(Draft202012Validator(schema).iter_errors(loads(each.example))) == [], each.id


async def test_changes_are_told_and_those_to_follow_are_marked(desk: Desk) -> None:
    page = (await desk.house.http.get(f"{GUIDE}/aenderungen")).text
    assert "bitte anpassen" in page
    assert re.search(r"\d\d?\. \w+ 2026|\d\d\.\d\d\.2026", page)
