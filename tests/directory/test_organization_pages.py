"""The office keeps organizations on pages, and reads a school list after seeing what it changes."""

import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from httpx2 import Auth, Response
from sqlalchemy import select

from services.directory.organizations.models import Organization, organizations
from shared.contracts.directory import OrganizationKind
from tests.directory.conftest import Desk, fresh_key, hire, open_desk
from tests.rewinding import Houses
from tests.servers.run import SharedPostgres

LIST = "/directory/organisationen"
API = "/directory/api/v1/organizations"
HTML = {"accept": "text/html"}
NOBODY = Auth()
MUNICIPALITY = {"municipality": "05978004"}
SCHOOL = {
    "name": "Hansaschule Öst",
    "kind": "school",
    "school_number": "199999",
    "school_type": "primary",
    "all_day_school": "ja",
    "version": "0",
}


DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.real)]
on_both = pytest.mark.parametrize("office", DATABASES, indirect=True)
"""Where statements or locks differ; elsewhere SQLite is enough."""


@pytest.fixture
async def office(
    request: pytest.FixtureRequest, houses: Houses, tmp_path: Path
) -> AsyncGenerator[Desk]:
    if getattr(request, "param", "sqlite") == "sqlite":
        yield replace(await houses.as_new("desk", open_desk))
        return
    server: SharedPostgres = request.getfixturevalue("postgres")
    name = f"office_{abs(hash(request.node.nodeid))}"
    server.create_for("directory", name)
    async with open_desk(tmp_path, server.owner_url(name)) as desk:
        yield desk


async def page(desk: Desk, path: str = "", **query: str) -> Response:
    return await desk.house.http.get(f"{LIST}{path}", params=query, headers=HTML)


async def post(desk: Desk, path: str, **data: str) -> Response:
    return await desk.house.http.post(f"{LIST}{path}", data=data, headers=HTML)


def said(response: Response) -> str:
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def rows_of(response: Response) -> list[str]:
    return [
        unescape(each) for each in re.findall(r'class="kp-list__link"[^>]*>([^<]+)<', response.text)
    ]


async def address_of(desk: Desk, name: str) -> str:
    query = select(organizations.c.id).where(organizations.c.name == name)
    async with desk.house.context("directory").database.reading() as session:
        return f"/{await session.scalar(query)}"


async def version(desk: Desk, address: str) -> str:
    form = await page(desk, f"{address}/bearbeiten")
    [found] = re.findall(r'name="version" value="(\d+)"', form.text)
    return str(found)


async def test_the_list_shows_the_sample_by_name_and_the_menu_leads_to_it(office: Desk) -> None:
    found = await page(office)
    names = rows_of(found)
    assert names == sorted(names, key=str.casefold)
    assert len(names) == 24
    assert f'<a href="{LIST}" aria-current="page">Organisationen</a>' in found.text


SEARCHES: list[tuple[dict[str, str], list[str]]] = [
    ({"text": "foerder"}, ["Förderzentrum Nordberg (Beispiel)"]),
    ({"text": "hain grund"}, ["Grundschule am Lindenhain (Beispiel)"]),
    ({"text": "00003"}, ["Hauptschule am Kanal (Beispiel)"]),
    ({"text": "tocht sucht"}, []),
    ({"text": "sucht"}, ["Fachstelle Suchtvorbeugung (Beispiel)"]),
    ({"text": "trennung"}, ["Familienberatung Bergkamen (Beispiel)"]),
    ({"text": "ruenthe", "kind": "youth_welfare"}, ["ASD Bergkamen-Nord (Beispiel)"]),
    ({"kind": "school", "school_type": "vocational"}, ["Berufskolleg am Hellweg (Beispiel)"]),
    ({"kind": "carrier", "school_type": "vocational"}, []),
    ({"text": "?!"}, []),
]


@on_both
async def test_a_search_finds_parts_of_words_and_filters_narrow_it(office: Desk) -> None:
    for query, names in SEARCHES:
        found = await page(office, **query)
        assert rows_of(found) == names, query
        assert ("Nichts gefunden" in found.text) == (not names)


async def test_a_page_of_one_shows_what_is_known_and_who_acts(office: Desk) -> None:
    one = await page(office, await address_of(office, "Grundschule am Lindenhain (Beispiel)"))
    assert "Schulnummer 100001 Schulform Grundschule Offener Ganztag ja" in said(one)
    assert "Schulleitung Claudia Reinders claudia.reinders@example.org" in said(one)


async def test_a_new_school_is_shown_announced_and_can_be_hired_at(office: Desk) -> None:
    made = await office.house.http.post(f"{LIST}/neu", data=SCHOOL, headers=HTML)
    assert made.status_code == 303, said(made)
    shown = await office.house.http.get(made.headers["location"], headers=HTML)
    assert "Gespeichert." in said(shown)
    assert "Hansaschule Öst" in said(shown)
    [record] = [
        each
        for each in await office.announced("directory.organization.v1")
        if each["school_number"] == "199999"
    ]
    assert (record["name"], record["school_type"], record["version"]) == (
        "Hansaschule Öst",
        "primary",
        1,
    )
    office.house.http.auth = NOBODY
    hired = await office.carrier.post(
        "/hires", hire(placements=[{"school_number": "199999", "weekly_hours": 10}]), fresh_key()
    )
    assert hired.status_code == 201


@on_both
async def test_a_change_keeps_contacts_and_the_slower_one_sees_both_states(office: Desk) -> None:
    address = await address_of(office, "Grundschule am Lindenhain (Beispiel)")
    seen = await version(office, address)
    given = {**SCHOOL, "school_number": "100001", "version": seen}
    first = await post(office, f"{address}/bearbeiten", **{**given, "name": "Lindenschule"})
    assert (first.status_code, first.headers["location"]) == (303, f"{LIST}{address}")
    [record] = [
        each
        for each in await office.announced("directory.organization.v1")
        if each["name"] == "Lindenschule"
    ]
    assert [each["role"] for each in record["contacts"]] == ["head"]
    late = await post(office, f"{address}/bearbeiten", **{**given, "name": "Hainschule"})
    assert late.status_code == 409
    assert ("<mark>Hainschule</mark>" in late.text, "Lindenschule" in late.text) == (True, True)


async def test_what_is_relied_on_stays_what_it_is(office: Desk) -> None:
    address = await address_of(office, "AWO Bildung und Lernen gGmbH Kreis Unna")
    given = {"name": "AWO", "kind": "partner", "version": await version(office, address)}
    async with office.storing_nothing():
        answer = await post(office, f"{address}/bearbeiten", **given)
    assert answer.status_code == 422
    assert 'href="#kind">Art: Einsätze oder Zugänge' in answer.text


async def test_another_municipalitys_organization_is_not_there(office: Desk) -> None:
    async with office.house.context("directory").database.transaction() as uow:
        other = Organization(tenant="05978020", name="Nachbarschule", kind=OrganizationKind.PARTNER)
        uow.session.add(other)
        await uow.session.flush()
    assert rows_of(await page(office, text="Nachbarschule")) == []
    async with office.storing_nothing():
        for path in (f"/{other.id}", f"/{other.id}/bearbeiten"):
            assert (await page(office, path)).status_code == 404
        answer = await post(office, f"/{other.id}/bearbeiten", **{**SCHOOL, "version": "1"})
        assert answer.status_code == 404
    assert (
        await office.house.http.get(f"{API}/{other.id}", params=MUNICIPALITY)
    ).status_code == 404


@pytest.mark.parametrize("path", ["/nirgends", "/0198", "/0198/bearbeiten"])
async def test_an_address_that_was_cut_off_is_no_page(office: Desk, path: str) -> None:
    answer = await page(office, path)
    assert answer.status_code == 404
    assert "Seite nicht gefunden" in said(answer)
    assert (await post(office, "/0198/bearbeiten", **SCHOOL)).status_code == 404
    program = await office.house.http.get(f"{API}/0198", params=MUNICIPALITY)
    assert program.status_code == 422
    assert [each["field"] for each in program.json()["errors"]] == ["path.organization_id"]


async def test_a_list_can_be_saved_as_a_file(office: Desk) -> None:
    for kind, begins in (("csv", b"\xef\xbb\xbfName;"), ("xlsx", b"PK")):
        file = await page(office, als=kind, kind="school")
        assert file.content.startswith(begins)
        if kind == "csv":
            assert file.text.count("\r\n") == 10


@on_both
async def test_programs_page_create_and_change_with_a_version(office: Desk) -> None:
    http, names, path = office.house.http, [], f"{API}?municipality=05978004&limit=7"
    while path:
        answer = (await http.get(path)).json()
        names += [each["name"] for each in answer["items"]]
        path = answer["next"]
    assert names == rows_of(await page(office))
    body = {"kind": "kita", "name": "Kita am Wald"}
    key = {"Idempotency-Key": fresh_key()}
    made = [await http.post(API, params=MUNICIPALITY, json=body, headers=key) for _ in range(2)]
    assert [each.status_code for each in made] == [201, 201]
    assert made[0].json() == made[1].json()
    address = made[0].headers["location"]
    assert (await http.get(address, params=MUNICIPALITY)).json()["version"] == 1
    changed = body | {"name": "Kita am See", "version": 1}
    assert (await http.put(address, params=MUNICIPALITY, json=changed)).json()["version"] == 2
    late = await http.put(address, params=MUNICIPALITY, json=changed)
    assert (late.status_code, late.json()["type"]) == (409, "/problems/overtaken")
    taken = await http.post(
        API,
        params=MUNICIPALITY,
        json=body | {"name": "kita am see"},
        headers={"Idempotency-Key": fresh_key()},
    )
    assert (taken.status_code, taken.json()["type"]) == (409, "/problems/organization-known")
    assert [each["field"] for each in taken.json()["errors"]] == ["name"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"cursor": "made-up"}, "query.cursor"),
        ({"kind": "zoo"}, "query.kind"),
        ({"municipality": "05915000"}, "query.municipality"),
        ({"text": "x" * 1000}, "query.text"),
        ({"schooltype": "primary"}, "query.schooltype"),
    ],
)
async def test_a_query_that_means_nothing_is_refused_by_field(
    office: Desk, query: dict[str, str], field: str
) -> None:
    answer = await office.house.http.get(API, params=MUNICIPALITY | query)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]
