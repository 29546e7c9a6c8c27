"""Branches belong to their carrier, schools to their authority; nothing is a part of itself."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from deploy.local.postgres import PostgresServer
from services.directory.hierarchy.values import leads_back
from services.directory.organizations.models import organizations
from services.directory.organizations.use_cases import lock_hierarchy
from tests.directory.conftest import Desk
from tests.directory.test_organization_pages import (
    API,
    HTML,
    LIST,
    MUNICIPALITY,
    address_of,
    page,
    post,
    rows_of,
    said,
    version,
)
from tests.directory.test_registering_at_once import on_postgres, waits_for_a_lock
from tests.house import BERGKAMEN

AWO = "AWO Bildung und Lernen gGmbH Kreis Unna"
BRANCH = "AWO Bildung und Lernen, Zweigstelle Bergkamen (Beispiel)"
AUTHORITY = "Schulverwaltungsamt Bergkamen (Beispiel)"
SCHOOL = "Grundschule am Lindenhain (Beispiel)"


async def id_of(desk: Desk, name: str) -> str:
    return (await address_of(desk, name))[1:]


async def put(desk: Desk, name: str, **changes: Any) -> Response:
    """Change it by the API, as it was seen last."""
    address = f"{API}{await address_of(desk, name)}"
    seen = (await desk.house.http.get(address, params=MUNICIPALITY)).json()
    del seen["id"]
    body = {**seen, **changes}
    return await desk.house.http.put(address, params=MUNICIPALITY, json=body)


async def imported(desk: Desk, *given: dict[str, Any]) -> Response:
    body = json.dumps({"municipality": BERGKAMEN, "organizations": given}).encode()
    return await desk.house.http.post(
        f"{API}/import",
        content=body,
        headers={"content-type": "application/json"},
    )


async def test_whole_and_parts_lead_to_each_other_and_stand_in_the_list(desk: Desk) -> None:
    whole = await page(desk, await address_of(desk, AWO))
    assert f'href="{LIST}/{await id_of(desk, BRANCH)}">{BRANCH}</a>' in whole.text
    part = await page(desk, await address_of(desk, BRANCH))
    assert f'href="{LIST}/{await id_of(desk, AWO)}">{AWO}</a>' in part.text
    found = await page(desk, part_of=await id_of(desk, AWO))
    assert rows_of(found) == [BRANCH, "Familienzentrum Pfiffikus (Beispiel)"]
    assert f"Nur was zu {AWO} gehört" in said(found)
    listed = await desk.house.http.get(f"{LIST}?als=csv&text=zweigstelle", headers=HTML)
    assert f"{BRANCH};Anstellungsträger;;;nein;{AWO}" in listed.text


async def test_a_school_shows_the_way_up_to_its_municipality(desk: Desk) -> None:
    text = said(await page(desk, await address_of(desk, SCHOOL)))
    assert f"Stadt Bergkamen {AUTHORITY} {SCHOOL}" in text
    assert f"Gehört zu {AUTHORITY} , Stadt Bergkamen" in text


async def test_districts_topics_and_offers_are_shown(desk: Desk) -> None:
    text = said(await page(desk, await address_of(desk, "ASD Bergkamen-Nord (Beispiel)")))
    assert "Bezirk Oberaden, Heil, Rünthe Telefon 02307 555-320" in text
    text = said(await page(desk, await address_of(desk, "Familienberatung Bergkamen (Beispiel)")))
    assert "Themen Erziehung, Trennung, Trauer" in text
    assert "Angebote Beratung für Eltern, auch in der Schule Gruppe für Kinder" in text


async def test_programs_read_and_change_it_and_others_learn_of_it(desk: Desk) -> None:
    awo = await id_of(desk, AWO)
    query = {**MUNICIPALITY, "part_of": awo}
    items = (await desk.house.http.get(API, params=query)).json()["items"]
    assert {each["part_of"] for each in items} == {awo}
    kreis = await id_of(desk, "Kreis Unna")
    assert (await put(desk, BRANCH, part_of=kreis, phone="02303 27-0")).status_code == 200
    told = await desk.announced("directory.organization.v1")
    [record] = [each for each in told if each["name"] == BRANCH and each["version"] == 2]
    assert record["part_of"] == kreis


async def test_a_form_offers_what_has_parts_and_stores_what_is_chosen(desk: Desk) -> None:
    form = await page(desk, "/neu")
    awo = await id_of(desk, AWO)
    assert f'<option value="{awo}">{AWO} (Anstellungsträger)</option>' in form.text
    assert f'<option value="{await id_of(desk, SCHOOL)}">' not in form.text
    given = {"name": "AWO Nord", "kind": "carrier", "part_of": awo}
    made = await post(desk, "/neu", **given)
    assert made.status_code == 303
    shown = await desk.house.http.get(made.headers["location"], headers=HTML)
    assert f"Gehört zu {AWO} ." in said(shown)


async def test_nothing_becomes_a_part_of_itself_however_far_down(desk: Desk) -> None:
    awo, branch = await id_of(desk, AWO), await id_of(desk, BRANCH)
    deep = await post(desk, "/neu", name="Gruppe Ost", kind="carrier", part_of=branch)
    group = deep.headers["location"].rpartition("/")[2]
    address = f"/{awo}"
    given = {"name": AWO, "kind": "carrier", "version": await version(desk, address)}
    async with desk.storing_nothing():
        for whole in (awo, branch, group):
            refused = await post(desk, f"{address}/bearbeiten", **given, part_of=whole)
            assert refused.status_code == 422
            assert "Gehört zu: Das geht nicht: Jene Organisation gehört selbst" in said(refused)
            told = await put(desk, AWO, part_of=whole)
            assert told.status_code == 409
            assert told.json()["type"].endswith("organization-cycle")
            assert [each["field"] for each in told.json()["errors"]] == ["part_of"]


@pytest.mark.parametrize("whole", [SCHOOL, AWO, "Kita Sonnenland (Beispiel)"])
async def test_a_school_belongs_to_a_school_authority_only(desk: Desk, whole: str) -> None:
    async with desk.storing_nothing():
        told = await put(desk, "Realschule Oberaden (Beispiel)", part_of=await id_of(desk, whole))
    assert told.status_code == 422
    assert told.json()["errors"] == [{"field": "part_of", "reason": "has no parts of this kind"}]


async def test_a_whole_of_another_municipality_is_not_there(desk: Desk) -> None:
    query = select(organizations.c.id).where(organizations.c.tenant != BERGKAMEN)
    strangers = [str(row.id) for row in await desk.house.rows("directory", query)]
    for stranger in (*strangers, "0197f000-0000-7000-8000-00000000c0de"):
        async with desk.storing_nothing():
            told = await put(desk, BRANCH, part_of=stranger)
        assert told.status_code == 422
        assert told.json()["errors"][0]["reason"].startswith("there is no such organization")


async def test_what_has_parts_stays_what_it_is(desk: Desk) -> None:
    async with desk.storing_nothing():
        told = await put(desk, AUTHORITY, kind="partner")
    assert told.status_code == 409
    assert [each["field"] for each in told.json()["errors"]] == ["kind"]


async def test_a_part_that_becomes_another_kind_is_judged_anew(desk: Desk) -> None:
    async with desk.storing_nothing():
        told = await put(desk, BRANCH, kind="youth_welfare")
    assert (told.status_code, told.json()["errors"][0]["field"]) == (422, "part_of")


async def test_the_slower_one_reads_names_and_no_ids(desk: Desk) -> None:
    address = await address_of(desk, BRANCH)
    seen = await version(desk, address)
    given = {"name": BRANCH, "kind": "carrier", "version": seen}
    awo = await id_of(desk, AWO)
    await post(desk, f"{address}/bearbeiten", **given, phone="02303 1", part_of=awo)
    late = await post(
        desk, f"{address}/bearbeiten", **given, part_of=await id_of(desk, "Kreis Unna")
    )
    assert late.status_code == 409
    assert "Gehört zu Kreis Unna (Anstellungsträger) AWO Bildung" in said(late)


async def test_an_import_names_the_whole_in_any_order(desk: Desk) -> None:
    told = await imported(
        desk,
        {"kind": "partner", "name": "Gruppe", "part_of": "verein"},
        {"kind": "partner", "name": "Verein", "topics": "Sport"},
    )
    assert told.status_code == 200, told.text
    assert "Gehört zu Verein" in said(await page(desk, await address_of(desk, "Gruppe")))


async def test_an_import_that_is_silent_leaves_what_is_known(desk: Desk) -> None:
    nothing = {"kind": "youth_welfare", "name": "ASD Bergkamen-Nord (Beispiel)"}
    assert (await imported(desk, nothing)).json()["unchanged"] == 1
    taken = await imported(desk, nothing | {"part_of": None, "district": None})
    assert taken.json()["changed"] == 1
    text = said(await page(desk, await address_of(desk, nothing["name"])))
    assert ("Bezirk" in text, "Gehört zu" in text, "Telefon" in text) == (False, False, True)


NOWHERE = {
    "a name nobody has": ("Niemand", "there is no such organization in the municipality"),
    "a kind that has no such parts": (SCHOOL, "has no parts of this kind"),
    "itself": ("Verein", "is a part of this one itself"),
    "its own part": ("Gruppe", "is a part of this one itself"),
}


@pytest.mark.parametrize("case", NOWHERE)
async def test_an_import_with_a_whole_that_cannot_be_is_refused_whole(
    desk: Desk, case: str
) -> None:
    whole, reason = NOWHERE[case]
    async with desk.storing_nothing():
        told = await imported(
            desk,
            {"kind": "partner", "name": "Gruppe", "part_of": "Verein"},
            {"kind": "partner", "name": "Verein", "part_of": whole},
        )
    assert told.status_code == 422
    errors = told.json()["errors"]
    assert {"field": "organizations.1.part_of", "reason": reason} in errors


def test_a_circle_that_is_stored_already_ends_the_search() -> None:
    assert not leads_back("a", "b", {"b": "c", "c": "b"})
    assert leads_back("a", "b", {"b": "c", "c": "a"})


@pytest.mark.real
async def test_of_two_who_would_make_a_circle_together_the_later_is_told(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    async with on_postgres(postgres, tmp_path) as desk:
        kreis = await id_of(desk, "Kreis Unna")
        database = desk.house.context("directory").database
        async with database.transaction() as uow:
            await lock_hierarchy(uow.session, BERGKAMEN)
            slower = asyncio.create_task(put(desk, "Kreis Unna", part_of=await id_of(desk, AWO)))
            await waits_for_a_lock(desk)
            change = organizations.update().where(organizations.c.name == AWO)
            await uow.session.execute(change.values(part_of=kreis))
        assert (await slower).status_code == 409
