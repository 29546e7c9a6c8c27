"""Who is there for which school, from when until when: on both ends' pages, and for programs."""

import re
from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response
from sqlalchemy import select

from services.directory.people.models import people
from services.directory.relationships import queries
from services.directory.relationships.models import relationships
from tests.directory.conftest import Desk
from tests.directory.test_hierarchy import id_of
from tests.directory.test_organization_pages import HTML, MUNICIPALITY, said
from tests.house import BERGKAMEN, new_key

LIST = "/directory/beziehungen"
API = "/directory/api/v1/relationships"
SCHOOL = "Berufskolleg am Hellweg (Beispiel)"
OTHER_SCHOOL = "Gymnasium an der Bergehalde (Beispiel)"
ASD = "ASD Bergkamen-Nord (Beispiel)"
KITA = "Kita Sonnenland (Beispiel)"
PARTNER = "Fachstelle Suchtvorbeugung (Beispiel)"
SOMEBODY = {"given_name": "Yasemin", "family_name": "Öztürk", "email": "asd.nord@example.org"}


async def get(desk: Desk, path: str = "", **query: str) -> Response:
    return await desk.house.http.get(f"{LIST}{path}", params=query, headers=HTML)


async def post(
    desk: Desk, path: str, query: dict[str, str] | None = None, /, **data: str
) -> Response:
    return await desk.house.http.post(f"{LIST}{path}", params=query, data=data, headers=HTML)


async def begin(desk: Desk, type_: str, school: str = SCHOOL) -> dict[str, str]:
    return {"art": type_, "an": await id_of(desk, school)}


async def entered(desk: Desk, type_: str, school: str = SCHOOL, **data: str) -> str:
    """The id of one that was added on the page."""
    given = {"valid_from": desk.today.isoformat(), **data}
    made = await post(desk, "/neu", await begin(desk, type_, school), **given)
    assert made.status_code == 303, said(made)
    return made.headers["location"].rpartition("/")[2]


async def added(desk: Desk, **body: Any) -> Response:
    given = {"valid_from": desk.today.isoformat(), **body}
    return await desk.house.http.post(API, params=MUNICIPALITY, json=given, headers=new_key())


async def listed(desk: Desk, **query: str) -> list[dict[str, Any]]:
    found = await desk.house.http.get(API, params={**MUNICIPALITY, **query})
    assert found.status_code == 200, found.text
    items: list[dict[str, Any]] = found.json()["items"]
    return items


async def school_page(desk: Desk, school: str = SCHOOL) -> str:
    address = f"/directory/organisationen/{await id_of(desk, school)}"
    return said(await desk.house.http.get(address, headers=HTML))


async def test_a_school_and_the_social_service_name_each_other(desk: Desk) -> None:
    asd = await id_of(desk, ASD)
    await entered(desk, "asd_contact", other=f"organisation:{asd}")
    day = f"{desk.today:%d.%m.%Y}"
    assert f"ASD-Kontakt ist {ASD} , ab {day}" in await school_page(desk)
    assert f"zuständig im ASD für {SCHOOL} , ab {day}" in await school_page(desk, ASD)


@pytest.mark.parametrize(
    ("type_", "source", "called", "back"),
    [
        ("feeder_kita", KITA, "bekommt Kinder aus", "abgebende Kita von"),
        ("cooperation", PARTNER, "Kooperationsvereinbarung mit", "Kooperationsvereinbarung mit"),
    ],
)
async def test_both_directions_have_words_of_their_own(
    desk: Desk, type_: str, source: str, called: str, back: str
) -> None:
    await entered(desk, type_, other=f"organisation:{await id_of(desk, source)}")
    assert f"{called} {source}" in await school_page(desk)
    assert f"{back} {SCHOOL}" in await school_page(desk, source)


async def test_it_can_begin_at_the_other_end(desk: Desk) -> None:
    school, kita = await id_of(desk, SCHOOL), await id_of(desk, KITA)
    offered = await get(desk, "/neu", an=kita)
    assert "abgebende Kita von …" in said(offered)
    query = {"art": "feeder_kita", "von": kita}
    given = {"other": f"organisation:{school}", "valid_from": "2026-08-01"}
    assert (await post(desk, "/neu", query, **given)).status_code == 303
    [found] = await listed(desk, type="feeder_kita", organization_id=school)
    assert (found["from_organization_id"], found["to_organization_id"]) == (kita, school)


async def test_somebody_new_becomes_a_person_and_is_offered_from_then_on(desk: Desk) -> None:
    key = await entered(desk, "asd_contact", **SOMEBODY)
    one = said(await get(desk, f"/{key}"))
    assert "Yasemin Öztürk" in one
    assert "E-Mail asd.nord@example.org" in one
    assert "ASD-Kontakt ist Yasemin Öztürk" in await school_page(desk)
    form = await get(desk, "/neu", **await begin(desk, "asd_contact", OTHER_SCHOOL))
    [(value, _)] = re.findall(r'value="(person:[^"]+)"[^>]*>(Yasemin Öztürk)<', form.text)
    other = await entered(desk, "asd_contact", OTHER_SCHOOL, other=value)
    mine = await get(desk, person_id=value.removeprefix("person:"))
    assert f"{LIST}/{key}" in mine.text
    assert f"{LIST}/{other}" in mine.text


async def test_who_is_named_and_written_to_alike_is_the_same_person(desk: Desk) -> None:
    await entered(desk, "asd_contact", **SOMEBODY)
    again = SOMEBODY | {"family_name": "öztürk", "email": "ASD.Nord@example.org"}
    await entered(desk, "asd_contact", OTHER_SCHOOL, **again)
    query = select(people.c.id).where(people.c.family_name.in_(["Öztürk", "öztürk"]))
    assert len(await desk.house.rows("directory", query)) == 1


WRONG = {
    "nobody": ({}, "Bitte wählen Sie aus, mit wem"),
    "half a person": ({"given_name": "Ina"}, "Nachname: Bitte füllen Sie dieses Feld aus."),
    "an end before the beginning": (
        SOMEBODY | {"valid_from": "2026-09-01", "last_day": "2026-08-31"},
        "Bis: Das liegt vor dem ersten Tag.",
    ),
    "another century": (SOMEBODY | {"valid_from": "2126-09-01"}, "Bitte prüfen Sie das Jahr"),
    "an unknown end": ({"other": "organisation:x"}, "Mit: Bitte wählen Sie"),
    "an address that no mail reaches": (
        SOMEBODY | {"email": "a@b.invalid"},
        "An diese Adresse kann keine Mail zugestellt werden.",
    ),
    "no day": (SOMEBODY | {"valid_from": "31.02.2027"}, "Ab: "),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_cannot_be_is_said_at_its_field_and_nothing_is_stored(
    desk: Desk, case: str
) -> None:
    given, text = WRONG[case]
    data = {"valid_from": desk.today.isoformat(), **given}
    async with desk.storing_nothing():
        refused = await post(desk, "/neu", await begin(desk, "asd_contact"), **data)
    assert refused.status_code == 422
    assert text in said(refused)
    for name, value in given.items():
        assert name == "other" or value in refused.text


async def test_the_same_at_the_same_time_is_known_and_the_next_day_it_is_not(desk: Desk) -> None:
    """Half-open days: one may begin on the day after the last day of the other, not on it."""
    kita = f"organisation:{await id_of(desk, KITA)}"
    await entered(desk, "feeder_kita", other=kita, valid_from="2026-08-01", last_day="2027-07-31")
    for first in ("2026-08-01", "2027-07-31"):
        async with desk.storing_nothing():
            refused = await post(
                desk, "/neu", await begin(desk, "feeder_kita"), other=kita, valid_from=first
            )
        assert "besteht in dieser Zeit schon" in said(refused)
    await entered(desk, "feeder_kita", other=kita, valid_from="2027-08-01")


async def test_who_is_asked_first_stands_first(desk: Desk) -> None:
    await entered(desk, "asd_contact", contact_order="2", **SOMEBODY)
    first = SOMEBODY | {"given_name": "Zoe", "email": "zoe@example.org"}
    await entered(desk, "asd_contact", contact_order="1", **first)
    text = await school_page(desk)
    assert text.index("Zoe Öztürk") < text.index("Yasemin Öztürk")
    form = await get(desk, "/neu", **await begin(desk, "asd_contact"))
    assert 'name="contact_order"' in form.text
    assert 'value="3"' in form.text


@pytest.mark.parametrize(
    ("type_", "source", "target"),
    [
        ("feeder_kita", ASD, SCHOOL),
        ("asd_contact", KITA, SCHOOL),
        ("asd_contact", ASD, PARTNER),
        ("all_day_lead", ASD, SCHOOL),
    ],
)
async def test_an_end_of_the_wrong_kind_is_refused(
    desk: Desk, type_: str, source: str, target: str
) -> None:
    async with desk.storing_nothing():
        told = await added(
            desk,
            type=type_,
            from_organization_id=await id_of(desk, source),
            to_organization_id=await id_of(desk, target),
        )
    assert told.status_code == 422
    assert told.json()["errors"][0]["reason"] == "is not the end of such a relationship"


async def test_only_an_agreement_has_a_day_and_a_place(desk: Desk) -> None:
    kita, school = await id_of(desk, KITA), await id_of(desk, SCHOOL)
    ends = {"from_organization_id": kita, "to_organization_id": school}
    signed = {"agreed_on": "2026-05-04", "reference": "51.2/2026-17"}
    async with desk.storing_nothing():
        told = await added(desk, type="feeder_kita", **ends, **signed)
    assert {each["field"] for each in told.json()["errors"]} == set(signed)
    made = await added(desk, type="cooperation", **ends, **signed)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"{API}/{made.json()['id']}"
    one = said(await get(desk, f"/{made.json()['id']}"))
    assert "Vereinbart am 04.05.2026 Fundstelle 51.2/2026-17" in one
    upload = f"/directory/dokumente/zu/{school}/hochladen"
    file = {"file": ("vereinbarung.txt", b"Vereinbart ist", "text/plain")}
    sent = await desk.house.http.post(upload, data={"title": "Vereinbarung"}, files=file)
    assert sent.status_code == 303, sent.text
    assert f"Vereinbarung ({SCHOOL}), Fassung 1" in said(await get(desk, f"/{made.json()['id']}"))


async def test_the_list_is_searched_filtered_and_saved(desk: Desk) -> None:
    kita = await id_of(desk, KITA)
    await entered(desk, "feeder_kita", other=f"organisation:{kita}", valid_from="2027-08-01")
    found = await get(desk, text="hellweg", type="feeder_kita", state="coming")
    assert f"{SCHOOL}" in said(found)
    assert "beginnt noch" in said(found)
    assert "Nichts gefunden" in said(await get(desk, text="hellweg", state="over"))
    saved = await get(desk, text="hellweg", als="csv")
    assert f"{SCHOOL};abgebende Kita;{KITA};1;01.08.2027;" in saved.text


async def test_a_page_begins_nowhere_and_says_where_to_go(desk: Desk) -> None:
    asked = await get(desk, "/neu")
    place = await id_of(desk, "Stadt Bergkamen")
    assert "Bei welcher Organisation?" in said(asked)
    assert f'<option value="{place}"' in asked.text
    assert "Bei welcher Organisation?" in said(await get(desk, "/neu", an=""))
    assert "Kooperationsvereinbarung mit …" in said(await get(desk, "/neu", an=place))
    bad = await get(desk, "/neu", art="nonsense", an=place)
    assert bad.status_code == 422


async def test_of_person_finds_from_their_side(desk: Desk) -> None:
    key = await entered(desk, "asd_contact", **SOMEBODY)
    [row] = await desk.house.rows(
        "directory", select(relationships).where(relationships.c.id == UUID(key))
    )
    async with desk.house.context("directory").database.reading() as session:
        [mine] = await queries.of_person(session, BERGKAMEN, row.from_person_id, desk.today)
    assert mine.seen_from(None)[:2] == ("zuständig im ASD für", SCHOOL)


async def test_the_sample_shows_what_there_is_and_what_is_missing(desk: Desk) -> None:
    text = await school_page(desk, "Grundschule am Lindenhain (Beispiel)")
    assert text.index("Derya Aksoy") < text.index("ASD Bergkamen-Mitte")
    assert "Jutta Kessler , ab 01.08.2024 bis 31.07.2025 (beendet)" in text
    assert "Noch keine eingetragen." in await school_page(desk)
