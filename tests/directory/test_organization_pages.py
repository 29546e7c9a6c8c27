"""The office keeps organizations on pages, and reads a school list after seeing what it changes."""

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

import pytest
from httpx2 import URL, Auth, Response
from sqlalchemy import select

from deploy.local.postgres import PostgresServer
from services.directory.organizations.models import Organization, organizations
from shared.contracts.directory import OrganizationKind
from tests.directory.conftest import Desk, fresh_key, hire, open_desk
from tests.directory.test_registering import on_postgres, waits_for_a_lock
from tests.rewinding import Houses

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
HEADING = "Schulnummer;Schule;Schulform;OGS;Leitung Vorname;Leitung Nachname;Leitung E-Mail"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
async def office(
    request: pytest.FixtureRequest, houses: Houses, tmp_path: Path
) -> AsyncGenerator[Desk]:
    if request.param == "sqlite":
        yield replace(await houses.as_new("desk", open_desk))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"office_{abs(hash(request.node.nodeid))}"
    server.create(name)
    async with open_desk(tmp_path, server.owner_url(name)) as desk:
        yield desk


async def page(desk: Desk, path: str = "", **query: str) -> Response:
    return await desk.house.http.get(f"{LIST}{path}", params=query, headers=HTML)


async def post(desk: Desk, path: str, **data: str) -> Response:
    return await desk.house.http.post(f"{LIST}{path}", data=data, headers=HTML)


async def upload(desk: Desk, *rows: str, heading: str = HEADING) -> Response:
    content = "\n".join([heading, *rows]).encode()
    files: Any = {"file": ("schulen.csv", content, "text/csv")}
    return await desk.house.http.post(f"{LIST}/import", files=files, headers=HTML)


async def take_over(desk: Desk, preview: Response) -> Response:
    """What happens when the button under a preview is pressed."""
    [kept] = re.findall(r'name="kept" value="([^"]+)"', preview.text)
    return await post(desk, "/import/uebernehmen", kept=kept)


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


@pytest.mark.parametrize(
    ("query", "names"),
    [
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
    ],
)
async def test_a_search_finds_parts_of_words_and_filters_narrow_it(
    office: Desk, query: dict[str, str], names: list[str]
) -> None:
    found = await page(office, **query)
    assert rows_of(found) == names
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


PARTNER = {"name": "Kunstverein", "kind": "partner"}


async def key_in(desk: Desk) -> dict[str, str]:
    """What an empty form sends besides what is typed."""
    [key] = re.findall(r'name="vorgang" value="([^"]+)"', (await page(desk, "/neu")).text)
    return {"vorgang": key}


async def test_a_form_that_is_sent_twice_adds_one_and_leads_to_it_both_times(office: Desk) -> None:
    key = await key_in(office)
    sent = {**PARTNER, **key}
    first, second = await post(office, "/neu", **sent), await post(office, "/neu", **sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert rows_of(await page(office, text="Kunstverein")) == ["Kunstverein"]
    assert await key_in(office) != key


async def test_what_was_refused_can_be_sent_again_from_the_same_form(office: Desk) -> None:
    key = await key_in(office)
    refused = await post(office, "/neu", **{**PARTNER, "name": ""}, **key)
    assert f'name="vorgang" value="{key["vorgang"]}"' in refused.text
    known = await post(office, "/neu", **{**SCHOOL, "school_number": "100001"}, **key)
    assert (refused.status_code, known.status_code) == (422, 422)
    assert (await post(office, "/neu", **PARTNER, **key)).status_code == 303


async def test_another_entry_from_a_form_that_was_used_is_asked_about(office: Desk) -> None:
    key = await key_in(office)
    assert (await post(office, "/neu", **PARTNER, **key)).status_code == 303
    async with office.storing_nothing():
        other = await post(office, "/neu", **{**PARTNER, "name": "Musikverein"}, **key)
    assert other.status_code == 422
    assert "Von diesem Formular ist schon etwas gespeichert." in said(other)
    [anew] = re.findall(r'name="vorgang" value="([^"]+)"', other.text)
    again = await post(office, "/neu", **{**PARTNER, "name": "Musikverein"}, vorgang=anew)
    assert again.status_code == 303
    assert rows_of(await page(office, text="Musikverein")) == ["Musikverein"]


@pytest.mark.parametrize("made_up", ["\0", "ä", "x" * 200, ""])
async def test_a_key_that_is_none_of_ours_does_no_harm(office: Desk, made_up: str) -> None:
    made = await post(office, "/neu", **PARTNER, vorgang=made_up)
    assert made.status_code == (422 if made_up == "\0" else 303)


WRONG: dict[str, tuple[dict[str, str], str, str]] = {
    "no number": (
        {"school_number": ""},
        "school_number",
        "Bei einer Schule ist diese Angabe nötig.",
    ),
    "no school": ({"kind": "kita"}, "school_number", "Diese Angabe haben nur Schulen."),
    "a number that is taken": (
        {"school_number": "100001"},
        "school_number",
        "Diese Schulnummer hat schon eine andere Schule.",
    ),
    "a carrier that is known": (
        {"kind": "carrier", "name": "awo bildung und lernen ggmbh KREIS unna", "school_number": ""}
        | {"school_type": ""},
        "name",
        "Diese Organisation gibt es schon.",
    ),
    "a second municipality": (
        {"kind": "municipality", "name": "Neu", "school_number": "", "school_type": ""},
        "kind",
        "Diese Organisation gibt es schon.",
    ),
    "a link": ({"name": "www.example.org"}, "name", "Bitte nichts eingeben, woraus Mailprogramme"),
    "other digits": ({"school_number": "١٠٠٠٠١"}, "school_number", "genau sechs Ziffern"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(
    office: Desk, case: str
) -> None:
    changed, field, text = WRONG[case]
    async with office.storing_nothing():
        answer = await office.house.http.post(
            f"{LIST}/neu", data={**SCHOOL, **changed}, headers=HTML
        )
    assert answer.status_code == 422
    assert f'href="#{field}">' in answer.text
    assert text in said(answer)
    assert unescape(answer.text).count(f'value="{changed.get("name", SCHOOL["name"])}"') == 1


@pytest.mark.real
async def test_a_race_that_only_the_database_sees_is_said_at_its_field(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    async with on_postgres(postgres, tmp_path) as desk:
        async with desk.house.context("directory").database.transaction() as uow:
            faster: dict[str, Any] = {
                "name": "Nachbarschule",
                "kind": "school",
                "school_number": "199999",
            }
            uow.session.add(Organization(tenant="05978020", **faster))
            await uow.session.flush()
            slower = asyncio.create_task(post(desk, "/neu", **SCHOOL))
            await waits_for_a_lock(desk)
        answer = await slower
        assert answer.status_code == 422
        assert 'href="#school_number">Schulnummer: Diese Schulnummer hat schon' in answer.text
        assert 'value="Hansaschule Öst"' in answer.text


async def test_control_characters_are_refused_and_nothing_is_stored(office: Desk) -> None:
    async with office.storing_nothing():
        answer = await post(office, "/neu", **{**SCHOOL, "name": "Hansa\0schule"})
    assert answer.status_code in (400, 422)
    assert (await page(office, text="\0")).status_code in (200, 400, 422)


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


async def test_a_form_says_when_an_optional_field_is_needed(office: Desk) -> None:
    form = said(await page(office, "/neu"))
    assert "Schulnummer (bei Schulen nötig)" in form
    assert "Schulform (bei Schulen nötig)" in form
    assert "Angebote (freiwillig)" in form


NEW = "199998;Neue Schule;Grundschule;ja;Eva;Kern;e.kern@example.org"
CHANGED = "100002;Regenbogenschule;Grundschule;nein;Ole;Brandt;o.brandt@example.org"
SAME = (
    "100001;Grundschule am Lindenhain (Beispiel);Grundschule;ja;"
    "Claudia;Reinders;claudia.reinders@example.org"
)
BAD = "10000x;Falsche Schule;Raumschule;ja;;;"


async def test_a_list_is_previewed_and_only_then_imported(office: Desk) -> None:
    async with office.storing_nothing():
        preview = await upload(office, NEW, CHANGED, SAME, BAD)
    text = said(preview)
    assert preview.status_code == 200, text
    assert "1 neu, 1 geändert, 1 unverändert, 1 abgelehnt" in text
    assert "Falsche Schule 4 Schulnummer: Bitte geben Sie genau sechs Ziffern an." in text
    assert "Neue Schule 1 199998 Grundschule ja" in text
    assert "2 Schule Regenbogen-Grundschule (Beispiel) Regenbogenschule" in text
    assert "Falsche Schule 4 Schulform: Diese Schulform kennen wir nicht." in text
    assert "OGS ja nein" in text
    assert "Schulleitung Thomas Averbeck, thomas.averbeck@example.org Ole Brandt" in text
    done = await take_over(office, preview)
    assert done.status_code == 303
    assert "2 Schulen übernommen." in said(await office.house.http.get(LIST, headers=HTML))
    again = await upload(office, NEW, CHANGED, SAME)
    assert "0 neu, 0 geändert, 3 unverändert, 0 abgelehnt" in said(again)
    assert "Nichts zu übernehmen" in said(again)


async def test_a_cell_nobody_understands_does_not_end_all_day_school(office: Desk) -> None:
    known = SAME.replace(";ja;", ";{};")
    async with office.storing_nothing():
        preview = await upload(office, known.format("vielleicht"))
    assert "0 neu, 0 geändert, 0 unverändert, 1 abgelehnt" in said(preview)
    assert "Lindenhain (Beispiel) 1 OGS: Bitte schreiben Sie „ja“ oder „nein“." in said(preview)
    for cell in ("Ja", "X", "1"):
        assert "1 unverändert, 0 abgelehnt" in said(await upload(office, known.format(cell)))
    for cell in ("Nein", "n", "0", "-", "–", ""):
        assert "OGS ja nein" in said(await upload(office, known.format(cell)))


async def test_who_confirms_an_import_twice_reads_that_it_is_done(office: Desk) -> None:
    preview = await upload(office, NEW)
    assert (await take_over(office, preview)).status_code == 303
    async with office.storing_nothing():
        again = await take_over(office, preview)
    assert (again.status_code, again.headers["location"]) == (303, LIST)
    assert "Alles ist schon übernommen." in said(await page(office))


async def test_one_school_is_imported_in_the_singular(office: Desk) -> None:
    assert (await take_over(office, await upload(office, NEW))).status_code == 303
    assert "1 Schule übernommen." in said(await page(office))


async def test_a_list_that_hardly_gets_smaller_can_be_imported_after_its_preview(
    office: Desk,
) -> None:
    """What is in its cells cannot be compressed: the preview is sent back at full length."""
    dice = Random(7)
    rows = [
        f"{number};Schule {number};Grundschule;{dice.randbytes(5000).hex()};;;"
        for number in range(190000, 190400)
    ]
    preview = await upload(office, *rows, NEW)
    assert "1 neu, 0 geändert, 0 unverändert, 400 abgelehnt" in said(preview)
    assert (await take_over(office, preview)).status_code == 303


async def test_a_file_that_is_too_large_is_refused_on_a_page(office: Desk) -> None:
    async with office.storing_nothing():
        answer = await upload(office, "x" * (6 * 1024 * 1024))
    assert answer.status_code == 413
    assert "Zu viele Daten auf einmal" in said(answer)


async def test_what_became_something_else_meanwhile_is_shown_again(office: Desk) -> None:
    preview = await upload(office, CHANGED)
    address = await address_of(office, "Regenbogen-Grundschule (Beispiel)")
    seen = await version(office, address)
    given = {**SCHOOL, "school_number": "100002", "name": "Bogenschule", "version": seen}
    assert (await post(office, f"{address}/bearbeiten", **given)).status_code == 303
    async with office.storing_nothing():
        again = await take_over(office, preview)
    assert again.status_code == 409
    assert "Inzwischen hat sich der Bestand geändert" in said(again)
    assert "Bogenschule" in said(again)
    assert (await take_over(office, again)).status_code == 303
    assert "Regenbogenschule" in rows_of(await page(office))


async def test_a_preview_that_was_made_up_or_is_old_stores_nothing(office: Desk) -> None:
    first = await office.house.http.get(API, params={**MUNICIPALITY, "limit": "1"})
    position = URL(first.json()["next"]).params["cursor"]
    async with office.storing_nothing():
        for answer in (
            await post(office, "/import/uebernehmen", kept="made up"),
            await post(office, "/import/uebernehmen", kept="gefälscht"),
            await post(office, "/import/uebernehmen", kept=position),
            await post(office, "/import/uebernehmen"),
        ):
            assert answer.status_code == 422
            assert "Die Vorschau ist älter als eine Stunde." in said(answer)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Schulnummer;Schule\n100001;x", "Schulform: Diese Spalte fehlt."),
        (f"{HEADING};Farbe\n{SAME}", "Spalte 8: Diese Überschrift ist nicht bekannt."),
        (HEADING, "In der Datei steht unter der Überschrift keine Zeile."),
        (f'{HEADING}\n"100001;x;Grundschule', "In Zeile 2 fehlt ein Anführungszeichen."),
    ],
)
async def test_a_file_that_is_no_list_is_refused_in_german_at_its_field(
    office: Desk, content: str, text: str
) -> None:
    heading, _, rest = content.partition("\n")
    async with office.storing_nothing():
        answer = await upload(office, *([rest] if rest else []), heading=heading)
    assert answer.status_code == 422
    assert text in said(answer)
    assert 'href="#file">' in answer.text


async def test_a_list_can_be_saved_as_a_file(office: Desk) -> None:
    for kind, begins in (("csv", b"\xef\xbb\xbfName;"), ("xlsx", b"PK")):
        file = await page(office, als=kind, kind="school")
        assert file.content.startswith(begins)
        if kind == "csv":
            assert file.text.count("\r\n") == 10


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
