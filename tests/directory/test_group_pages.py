"""The pages on which the office keeps groups, and what is answered to what cannot be."""

import re
from typing import Any

import pytest

from shared.contracts.directory import SchoolType
from shared.ids import new_id
from tests.directory.conftest import Desk
from tests.directory.test_groups import LIST, acting, get, made, members, post, schools
from tests.directory.test_organization_pages import HTML, said
from tests.directory.test_staff_pages import texts


async def test_somebody_is_found_by_name_and_put_in_once(desk: Desk) -> None:
    group = await made(desk)
    path = f"/{group}/von-hand/person"
    nobody = await post(desk, path, text="Niemandsson")
    assert texts(nobody) == [
        'text">Person: Hier heißt niemand so. Bitte prüfen Sie die Schreibweise.'
    ]
    asked = await post(desk, path, text="terhorst")
    [person] = re.findall(r'<option value="([0-9a-f-]{36})"', asked.text)
    assert "Terhorst" in said(asked)
    for _ in range(2):
        assert (await post(desk, path, text="terhorst", person_id=person)).status_code == 303
    assert await members(desk, group) == {person}
    listed = await get(desk, f"/{group}/von-hand")
    [pick] = set(re.findall(rf'href="{LIST}/{group}/von-hand/([0-9a-f-]{{36}})"', listed.text))
    assert "Terhorst" in said(await get(desk, f"/{group}/von-hand/{pick}"))
    assert (await post(desk, f"/{group}/von-hand/{pick}")).status_code == 303
    assert await members(desk, group) == set()
    assert (await get(desk, f"/{group}/von-hand/{pick}")).status_code == 404


async def test_the_page_shows_and_exports_who_is_in_it_today(desk: Desk) -> None:
    group = await made(desk, "Leitungen", who="head", description="Jahresgespräch")
    page = await get(desk, f"/{group}")
    assert "Schulleitung" in said(page)
    assert f"{len(await acting(desk, 'head'))} Einträge" in said(page)
    [csv] = [each for each in re.findall(r'href="([^"]+)"', page.text) if "csv" in each]
    file = await desk.house.http.get(csv.replace("&amp;", "&"), headers=HTML)
    assert file.text.count("Schulleitung") == len(await acting(desk, "head"))
    listed = said(await get(desk))
    assert f"Leitungen {len(await acting(desk, 'head'))} Schulleitungen Jahresgespräch" in listed


@pytest.mark.parametrize(
    ("given", "said_at"),
    [
        ({"hours_from": "10"}, "Wochenstunden von: Bitte wählen Sie zuerst, wer gemeint ist."),
        ({"who": "head", "hours_to": "10"}, "Wochenstunden bis: Wochenstunden haben nur"),
        ({"who": "it", "school_type": "primary"}, "Schulform: Schulen grenzen nur"),
        ({"who": "worker", "hours_from": "20", "hours_to": "10"}, "Wochenstunden bis: Das ist"),
        ({"who": "worker", "hours_from": "viel"}, "Wochenstunden von"),
        ({"who": "worker", "schools": [str(new_id())]}, "Eine dieser Schulen gibt es in der"),
        ({"who": "worker", "carrier_id": str(new_id())}, "Diesen Anstellungsträger gibt es"),
        ({"who": "asd_contact", "carrier_id": str(new_id())}, "Ein Anstellungsträger grenzt nur"),
        ({"who": "everybody"}, "Wer"),
        ({"name": ""}, "Name"),
    ],
)
async def test_a_rule_that_cannot_be_is_answered_at_its_field(
    desk: Desk, given: dict[str, Any], said_at: str
) -> None:
    async with desk.storing_nothing():
        answer = await post(desk, "/neu", **{"name": "Eine Gruppe", **given})
    assert answer.status_code == 422
    assert any(said_at in each for each in texts(answer)), texts(answer)


async def test_a_school_that_is_not_of_the_type_is_answered(desk: Desk) -> None:
    [primary, *_] = await schools(desk, SchoolType.PRIMARY)
    given = {"who": "worker", "school_type": "vocational", "schools": [str(primary.id)]}
    answer = await post(desk, "/neu", name="Eine Gruppe", **given)
    assert any("Keine dieser Schulen" in each for each in texts(answer))


async def test_two_groups_are_not_called_the_same(desk: Desk) -> None:
    await made(desk, "Leitungen", who="head")
    again = await post(desk, "/neu", name="leitungen")
    assert again.status_code in (409, 422)
    assert "Eine Gruppe mit diesem Namen gibt es schon." in again.text


async def test_of_two_who_change_it_the_slower_is_told(desk: Desk) -> None:
    group = await made(desk)
    form = await get(desk, f"/{group}/bearbeiten")
    [version] = re.findall(r'name="version" value="(\d+)"', form.text)
    edit = f"/{group}/bearbeiten"
    assert (await post(desk, edit, name="Erste", version=version)).status_code == 303
    assert (await post(desk, edit, name="Zweite", version=version)).status_code == 409
