"""Forms of organizations: what is refused, sent twice or raced, and what stays typed."""

import asyncio
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from deploy.local.postgres import PostgresServer
from services.directory.organizations.models import Organization
from tests.directory.conftest import Desk
from tests.directory.test_organization_pages import (
    HTML,
    LIST,
    SCHOOL,
    office,
    page,
    post,
    rows_of,
    said,
)
from tests.directory.test_registering_at_once import on_postgres, waits_for_a_lock

__all__ = ["office"]


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


async def test_a_form_says_when_an_optional_field_is_needed(office: Desk) -> None:
    form = said(await page(office, "/neu"))
    assert "Schulnummer (bei Schulen nötig)" in form
    assert "Schulform (bei Schulen nötig)" in form
    assert "Angebote (freiwillig)" in form
