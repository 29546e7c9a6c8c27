"""Organizations close and open by days, and what goes on beyond is found."""

from datetime import date, timedelta
from typing import Any

import pytest
from httpx2 import Response

from services.directory.organizations.models import organizations
from tests.directory.conftest import Desk
from tests.directory.test_organization_import import take_over, upload
from tests.directory.test_organization_pages import (
    HTML,
    LIST,
    SCHOOL,
    address_of,
    office,
    page,
    post,
    rows_of,
    said,
    version,
)
from tests.directory.test_people import office_of
from tests.directory.test_search import finds

__all__ = ["office"]

CLOSINGS = "/directory/schliessungen"
HAUPTSCHULE, NUMBER = "Hauptschule am Kanal (Beispiel)", "100003"
GESAMTSCHULE = "Willy-Brandt-Platz-Gesamtschule (Beispiel)"
REASON = "Ratsbeschluss"


async def get(desk: Desk, path: str, **query: str) -> Response:
    return await desk.house.http.get(path, params=query, headers=HTML)


async def act(desk: Desk, name: str, what: str, **given: str) -> Response:
    """Send a form about the days of an organization."""
    address = await address_of(desk, name)
    sent = {"reason": REASON, "version": await version(desk, address), **given}
    return await desk.house.http.post(f"{CLOSINGS}{address}/{what}", data=sent, headers=HTML)


async def close(desk: Desk, last_day: date, name: str = HAUPTSCHULE, **given: str) -> None:
    answer = await act(desk, name, "schliessen", last_day=last_day.isoformat(), **given)
    assert answer.status_code == 303, said(answer)


async def id_of(desk: Desk, name: str) -> str:
    return (await address_of(desk, name)).removeprefix("/")


async def records(desk: Desk, name: str) -> list[dict[str, Any]]:
    every = await desk.announced("directory.organization.v1")
    return [each for each in every if each["name"] == name]


async def test_a_closed_school_is_in_no_list_but_readable_with_its_successor(office: Desk) -> None:
    yesterday = office.today - timedelta(days=1)
    successor = await id_of(office, GESAMTSCHULE)
    await close(office, yesterday, successor_id=successor)
    assert HAUPTSCHULE not in rows_of(await page(office))
    assert HAUPTSCHULE in rows_of(await page(office, closed="ja"))
    forms = ("/directory/stellen/neu", "/directory/gruppen/neu", f"{LIST}/neu")
    for form in (*forms, "/directory/netzwerk", "/directory/oeffentlich/05978004/schulen"):
        found = await get(office, form)
        assert (found.status_code, HAUPTSCHULE in found.text) == (200, False)
    public = await get(office, f"/directory/oeffentlich/05978004/schulen/{NUMBER}")
    assert public.status_code == 404
    *_, last = await finds(await office_of(office), "hauptschule")
    assert (HAUPTSCHULE in last, "geschlossen seit" in last) == (True, True)
    address = await address_of(office, HAUPTSCHULE)
    shown = said(await page(office, address))
    assert "Geschlossen seit" in shown
    assert f"Nachfolgeschule: {GESAMTSCHULE}" in shown
    other = said(await page(office, await address_of(office, GESAMTSCHULE)))
    assert f"Nachfolgeschule von {HAUPTSCHULE}" in other
    [listed] = rows_of(await get(office, CLOSINGS))
    assert listed == HAUPTSCHULE
    assert REASON in said(await get(office, f"{CLOSINGS}{address}"))
    listed_for_carriers = (await office.carrier.get("/directory/api/v1/schools")).json()["items"]
    assert NUMBER not in {each["school_number"] for each in listed_for_carriers}
    assert (await records(office, HAUPTSCHULE))[-1]["last_day"] == yesterday.isoformat()


async def test_a_closing_ahead_changes_nothing_before_its_day(desk: Desk) -> None:
    await close(desk, desk.today + timedelta(days=2))
    assert HAUPTSCHULE in rows_of(await page(desk))
    shown = said(await page(desk, await address_of(desk, HAUPTSCHULE)))
    assert "Schließt: letzter Tag" in shown
    await desk.forward(3)
    assert HAUPTSCHULE not in rows_of(await page(desk))


async def test_what_goes_on_beyond_is_found_until_the_school_is_open_again(desk: Desk) -> None:
    at = {"placements__0__school_number": NUMBER, "start_date": desk.today.isoformat()}
    assert (await desk.carrier.hire(**at)).status_code == 201
    await close(desk, desk.today + timedelta(days=30))
    await desk.forward(1)
    raised = await desk.announced("directory.finding-raised.v1")
    found = {each["rule"]: each["finding_id"] for each in raised}
    assert {"closed_school", "closed_relationships"} <= set(found)
    text = said(await get(desk, f"/directory/pruefhinweise/{found['closed_school']}"))
    assert "reicht über die Schließung der Schule oder des Trägers hinaus" in text
    address = await address_of(desk, HAUPTSCHULE)
    goes_on = said(await get(desk, f"{CLOSINGS}{address}"))
    assert "Darüber hinaus ist noch etwas eingetragen" in goes_on
    assert "bis auf Weiteres" in goes_on
    again = (desk.today + timedelta(days=5)).isoformat()
    answer = await act(desk, HAUPTSCHULE, "oeffnen", first_day=again)
    assert answer.status_code == 303, said(answer)
    await desk.forward(1)
    settled = {each["rule"] for each in await desk.announced("directory.finding-settled.v1")}
    assert {"closed_school", "closed_relationships"} <= settled
    assert "wieder geöffnet" in said(await get(desk, f"{CLOSINGS}{address}"))
    assert (await records(desk, HAUPTSCHULE))[-1]["last_day"] is None


async def test_a_school_that_opens_again_later_is_no_more_public_till_then(desk: Desk) -> None:
    await close(desk, desk.today - timedelta(days=10))
    later = desk.today + timedelta(days=3)
    answer = await act(desk, HAUPTSCHULE, "oeffnen", first_day=later.isoformat())
    assert answer.status_code == 303
    public = f"/directory/oeffentlich/05978004/schulen/{NUMBER}"
    assert (await get(desk, public)).status_code == 404
    assert HAUPTSCHULE in rows_of(await page(desk))
    assert "Öffnet am" in said(await page(desk, await address_of(desk, HAUPTSCHULE)))
    await desk.forward(4)
    assert (await get(desk, public)).status_code == 200


async def test_the_number_of_a_closed_school_is_its_successors_only_once_released(
    office: Desk,
) -> None:
    new = {**SCHOOL, "name": "Neue Schule", "school_number": NUMBER}
    hired = await office.carrier.hire(placements__0__school_number=NUMBER)
    await close(office, office.today - timedelta(days=1))
    assert (await post(office, "/neu", **new)).status_code == 422
    row = f"{NUMBER};Neue Schule;Grundschule"
    preview = await upload(office, row, heading="Schulnummer;Schule;Schulform")
    assert "Die Schule mit dieser Nummer ist geschlossen" in said(preview)
    released = await act(office, HAUPTSCHULE, "schulnummer")
    assert released.status_code == 303
    assert (await post(office, "/neu", **new)).status_code == 303
    assert f"Frühere Schulnummer {NUMBER}" in said(
        await page(office, await address_of(office, HAUPTSCHULE))
    )
    key = hired.json()["employment_id"]
    employment = (await office.carrier.get(f"/directory/api/v1/employments/{key}")).json()
    [span] = employment["timeline"]
    assert (span["placements"][0]["school_number"], span["placements"][0]["school_name"]) == (
        NUMBER,
        HAUPTSCHULE,
    )
    answer = await act(office, HAUPTSCHULE, "oeffnen", first_day=office.today.isoformat())
    assert "hat inzwischen eine andere Schule" in said(answer)
    query = organizations.select().where(organizations.c.name == HAUPTSCHULE)
    [row] = await office.house.rows("directory", query)
    assert (row.school_number, row.former_number) == (None, NUMBER)


WRONG = {
    "its own successor": ({"successor_id": HAUPTSCHULE}, "Das ist die Organisation selbst."),
    "another kind": (
        {"successor_id": "Kita Mühlenbach (Beispiel)"},
        "Bitte wählen Sie eine Organisation derselben Art.",
    ),
    "no reason": ({"reason": ""}, "Grund"),
    "far away": ({"last_day": "2099-01-01"}, "Bitte prüfen Sie das Jahr"),
    "somebody was faster": ({"version": "0"}, "inzwischen"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_cannot_be_a_closing_is_said_in_german(desk: Desk, case: str) -> None:
    given, text = WRONG[case]
    if "successor_id" in given:
        given = {"successor_id": await id_of(desk, given["successor_id"])}
    sent = {"last_day": desk.today.isoformat(), **given}
    async with desk.storing_nothing():
        answer = await act(desk, HAUPTSCHULE, "schliessen", **sent)
    assert answer.status_code in (409, 422)
    assert text in said(answer)


async def test_a_list_closes_a_school_and_opens_it_again(desk: Desk) -> None:
    for last_day, listed in (("31.07.2024", False), ("", True)):
        row = f"{NUMBER};{HAUPTSCHULE};Hauptschule;{last_day}"
        preview = await upload(desk, row, heading="Schulnummer;Schule;Schulform;Letzter Tag")
        assert "Letzter Tag" in said(preview)
        assert (await take_over(desk, preview)).status_code == 303
        assert (HAUPTSCHULE in rows_of(await page(desk))) is listed
    shown = said(await get(desk, f"{CLOSINGS}{await address_of(desk, HAUPTSCHULE)}"))
    assert "geschlossen, ab Do., 1. August 2024: Schulliste" in shown
