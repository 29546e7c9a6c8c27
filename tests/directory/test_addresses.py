"""Addresses that mail cannot carry are refused where they come in, whichever way that is."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from tests.directory.conftest import Desk, hire, open_desk
from tests.house import BERGKAMEN

WRONG = ["jürgen@example.org", "kim@localhost", "kim@schule.local", "kim@amt", "kim@x.internal"]
HEAD = {"role": "head", "given_name": "Kim", "family_name": "Kurz"}


@pytest.fixture
async def intranet_desk(tmp_path: Path) -> AsyncGenerator[Desk]:
    """Where the operator has said in words that mail goes to the house's own names."""
    domains = frozenset({"localhost", "schule.local", "amt"})
    async with open_desk(tmp_path, mail_reserved_domains=domains) as desk:
        yield desk


def school(email: str, name: str = "Neue Schule") -> dict[str, Any]:
    return {
        "kind": "school",
        "name": name,
        "school_number": "199999",
        "school_type": "primary",
        "contacts": [HEAD | {"email": email}],
    }


async def register(desk: Desk, *schools: dict[str, Any]) -> Response:
    body = {"municipality": BERGKAMEN, "organizations": schools}
    return await desk.house.http.post("/directory/api/v1/organizations/import", json=body)


async def school_list(desk: Desk, email: str) -> Response:
    heading = "Schulnummer;Schule;Schulform;Leitung Vorname;Leitung Nachname;Leitung E-Mail"
    content = f"{heading}\n199999;Neue Schule;Grundschule;Kim;Kurz;{email}\n".encode()
    return await desk.house.http.post(
        f"/directory/api/v1/schools?municipality={BERGKAMEN}",
        content=content,
        headers={"Content-Type": "text/csv"},
    )


@pytest.mark.parametrize("email", WRONG)
async def test_no_entrance_takes_an_address_that_cannot_be_mailed(desk: Desk, email: str) -> None:
    async with desk.storing_nothing():
        single = await desk.carrier.hire(person__email=email)
        assert single.status_code == 422
        assert [each["field"] for each in single.json()["errors"]] == ["person.email"]
        file = await desk.carrier.file(
            json.dumps([hire(person__email=email)]).encode(), "application/json"
        )
        assert [row["outcome"] for row in file.json()["rows"]] == ["refused"]
        assert (await register(desk, school(email))).status_code == 422
        assert (await school_list(desk, email)).status_code == 422


async def test_a_domain_with_an_umlaut_is_taken(desk: Desk) -> None:
    assert (await desk.carrier.hire(person__email="kim@größe.example")).status_code == 201


@pytest.mark.parametrize("email", ["kim@localhost", "kim@nord.schule.local", "kim@amt"])
async def test_reserved_domains_are_taken_where_the_operator_says_so(
    intranet_desk: Desk, email: str
) -> None:
    assert (await intranet_desk.carrier.hire(person__email=email)).status_code == 201
    assert (await register(intranet_desk, school(email))).status_code == 200


async def test_only_what_the_operator_named_is_taken(intranet_desk: Desk) -> None:
    for email in ("kim@andere.local", "kim@notlocalhost", "kim@x.test"):
        assert (await intranet_desk.carrier.hire(person__email=email)).status_code == 422


@pytest.mark.parametrize("name", ["www.boese-seite.example", "Kim boese.example", "a.example/x"])
async def test_no_entrance_takes_a_name_that_becomes_a_link(desk: Desk, name: str) -> None:
    async with desk.storing_nothing():
        assert (await desk.carrier.hire(person__family_name=name)).status_code == 422
        assert (await register(desk, school("kim@example.org", name))).status_code == 422
