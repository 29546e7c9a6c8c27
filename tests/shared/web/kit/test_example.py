"""A capability written with the kit does what its author did not have to write."""

import asyncio
import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import func, select, text

from shared.contracts.directory import OrganizationKind
from shared.messaging.tables import outbox
from shared.web.kit.router import NOTICE_COOKIE
from shared.web.sessions.cookies import cookie_name
from tests.shared.web.kit.conftest import LIST
from tests.shared.web.kit.example.models import Organization
from tests.shared.web.kit.example.service import Example

SCHOOL = {"name": "Overbergschule", "kind": "school", "school_number": "100234", "version": "0"}


async def added(client: AsyncClient, **given: str) -> str:
    """The address of a new organization."""
    response = await client.post(f"{LIST}/neu", data={**SCHOOL, **given})
    assert response.status_code == 303, response.text
    return response.headers["location"]


async def stored(example: Example) -> list[Organization]:
    async with example.context.database.reading() as session:
        return list(await session.scalars(select(Organization).order_by(Organization.name_key)))


async def announced(example: Example) -> int:
    async with example.context.database.reading() as session:
        return (await session.scalar(select(func.count()).select_from(outbox))) or 0


def text_of(response: Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def version(page: Response) -> str:
    [found] = re.findall(r'name="version" value="(\d+)"', page.text)
    return str(found)


async def test_an_empty_form_names_every_field_once(client: AsyncClient) -> None:
    page = await client.get(f"{LIST}/neu")
    labels = re.findall(r'<label[^>]* for="(\w+)"', page.text)
    assert labels == ["name", "kind", "school_number", "school_type", "all_day_school"]
    assert re.findall(r' value="([^"]*)"', page.text.partition("<form")[2])[0] == ""
    assert "Undefined" not in page.text


async def test_what_is_saved_is_stored_announced_and_said_once(
    client: AsyncClient, example: Example
) -> None:
    address = await added(client, all_day_school="ja")
    page = await client.get(address)
    assert "Gespeichert." in page.text
    assert "Gespeichert." not in (await client.get(address)).text
    [one] = await stored(example)
    assert (one.name, one.kind, one.all_day_school) == ("Overbergschule", "school", True)
    assert one.kind is OrganizationKind.SCHOOL
    assert await announced(example) == 1


async def test_a_form_with_errors_keeps_what_was_typed_and_leads_to_the_first_error(
    client: AsyncClient, example: Example
) -> None:
    wrong = {"name": "Schule <am> Berg", "kind": "school", "school_number": "12", "version": "0"}
    page = await client.post(f"{LIST}/neu", data=wrong)
    assert page.status_code == 422
    assert "<title>Fehler: " in page.text
    assert 'value="Schule &lt;am&gt; Berg"' in page.text
    assert '<option value="school" selected>' in page.text
    [focus] = re.findall(r'id="(\w+)"[^>]* autofocus', page.text)
    assert focus == "school_number"
    assert 'href="#school_number"' in page.text
    assert "vorgegebene Schreibweise ein: sechs Ziffern" in page.text
    assert 'aria-describedby="school_number-hinweis school_number-fehler" aria-invalid="true"' in (
        page.text
    )
    assert await stored(example) == []


async def test_an_error_of_several_fields_stands_at_the_one_it_names(client: AsyncClient) -> None:
    page = await client.post(f"{LIST}/neu", data={**SCHOOL, "school_number": ""})
    assert page.status_code == 422
    assert 'href="#school_number">Schulnummer: Eine Schule hat eine Schulnummer.' in page.text


async def test_a_field_that_is_emptied_is_stored_as_empty(
    client: AsyncClient, example: Example
) -> None:
    address = await added(client, all_day_school="ja", school_type="primary")
    page = await client.get(address)
    changed = {"name": "Neu", "kind": "partner", "school_number": " ", "version": version(page)}
    assert (await client.post(address, data=changed)).status_code == 303
    [one] = await stored(example)
    assert (one.school_number, one.school_type, one.all_day_school) == (None, None, False)
    assert one.version == 2


async def test_the_slower_of_two_sees_both_states_and_may_insist(
    client: AsyncClient, example: Example
) -> None:
    address = await added(client)
    seen = version(await client.get(address))
    await client.post(address, data={**SCHOOL, "name": "Erste", "version": seen})
    late = await client.post(address, data={**SCHOOL, "name": "Zweite", "version": seen})
    assert late.status_code == 409
    assert "Jemand hat inzwischen etwas geändert" in late.text
    assert "<mark>Zweite</mark>" in late.text
    assert "Erste" in late.text
    assert [each.name for each in await stored(example)] == ["Erste"]
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', late.text))
    assert (await client.post(address, data=again)).status_code == 303
    [one] = await stored(example)
    assert (one.name, one.version, one.kind) == ("Zweite", 3, OrganizationKind.SCHOOL)


async def test_nothing_can_be_saved_over_what_is_gone(client: AsyncClient) -> None:
    address = await added(client)
    assert (await client.post(f"{address}/loeschen")).status_code == 303
    for asked in (client.get(address), client.post(address, data={**SCHOOL, "version": "1"})):
        page = await asked
        assert page.status_code == 404
        assert "Seite nicht gefunden" in page.text


async def test_what_cannot_be_undone_is_asked_first(client: AsyncClient, example: Example) -> None:
    address = await added(client)
    page = await client.get(f"{address}/loeschen")
    assert "Das lässt sich nicht rückgängig machen." in page.text
    assert f'href="{address}"' in page.text
    assert len(await stored(example)) == 1
    done = await client.post(f"{address}/loeschen", follow_redirects=True)
    assert "Gelöscht." in done.text
    assert await stored(example) == []


@pytest.mark.parametrize(
    "sent",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://example.org"},
    ],
)
async def test_another_site_can_make_a_browser_save_nothing(
    client: AsyncClient, example: Example, sent: Mapping[str, str]
) -> None:
    request = client.build_request("POST", f"{LIST}/neu", data=SCHOOL, headers=dict(sent))
    if "origin" in sent:
        del request.headers["sec-fetch-site"]
    page = await client.send(request)
    assert page.status_code == 403
    assert await stored(example) == []


async def test_what_is_said_on_the_next_page_cannot_be_made_up(
    client: AsyncClient, example: Example
) -> None:
    name = cookie_name(example.context.settings.base_url, NOTICE_COOKIE)
    client.cookies.set(name, "Ihr Konto ist gesperrt.")
    page = await client.get(f"{LIST}/neu")
    assert page.status_code == 200
    assert "gesperrt" not in page.text


async def test_the_menu_leads_here_and_says_so(client: AsyncClient) -> None:
    page = await client.get(LIST)
    assert f'<a href="{LIST}" aria-current="page">Organisationen</a>' in page.text


CSV = b"Hansaschule\nPestalozzischule\n"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00", "schulen.csv", "Die Datei ist keine CSV-Datei."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "schulen.csv", "Die Datei ist keine CSV-Datei."),
        ("Schule\n".encode("utf-16"), "schulen.csv", "Die Datei ist keine CSV-Datei."),
        (b"", "schulen.csv", "Die Datei ist leer."),
        (b"x;y\n" * 30_000, "schulen.csv", "Die Datei ist größer als 0,1 MB."),
        (CSV, "", "Bitte wählen Sie eine Datei aus."),
    ],
)
async def test_a_file_is_judged_by_what_is_in_it(
    client: AsyncClient, example: Example, content: bytes, name: str, said: str
) -> None:
    files: Any = {"file": (name, content, "text/csv")}
    page = await client.post(f"{LIST}/import", files=files)
    assert (page.status_code, said in text_of(page)) == (422, True), text_of(page)
    assert await stored(example) == []


async def test_a_good_file_is_taken_whatever_it_is_called(
    client: AsyncClient, example: Example
) -> None:
    files: Any = {"file": ("Liste.exe", CSV, "application/octet-stream")}
    page = await client.post(f"{LIST}/import", files=files, follow_redirects=True)
    assert "2 Schulen übernommen." in page.text
    assert len(await stored(example)) == 2


async def test_no_file_at_all_is_said_at_the_field(client: AsyncClient) -> None:
    page = await client.post(f"{LIST}/import", data={})
    assert page.status_code == 422
    assert 'enctype="multipart/form-data"' in page.text
    assert "Bitte wählen Sie eine Datei aus." in page.text


async def test_a_race_that_only_the_database_sees_ends_on_the_same_page(
    client: AsyncClient, example: Example
) -> None:
    address = await added(client)
    key = ("05978004", UUID(address.rpartition("/")[2]))
    seen = version(await client.get(address))
    async with example.context.database.transaction() as uow:
        one = await uow.session.get_one(Organization, key)
        one.name = "Erste"
        await uow.session.flush()
        changed = {**SCHOOL, "name": "Zweite", "version": seen}
        late = asyncio.create_task(client.post(address, data=changed))
        await waiting_for_the_row(example)
    page = await late
    assert page.status_code == 409
    assert ("Erste" in page.text, "<mark>Zweite</mark>" in page.text) == (True, True)
    assert [each.name for each in await stored(example)] == ["Erste"]
    assert await announced(example) == 1


async def waiting_for_the_row(example: Example) -> None:
    """On PostgreSQL until it has read the old version; SQLite lets nobody in before."""
    if example.context.database.engine.sqlite:
        return
    blocked = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with example.context.database.reading() as session:
        while not await session.scalar(blocked):
            await asyncio.sleep(0.01)
