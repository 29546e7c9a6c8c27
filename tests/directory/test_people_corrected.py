"""A change keeps what was right until then; a correction says that it never was."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from deploy.sample import CARRIER, CLIENT_ID, CLIENT_SECRET
from services.directory.people.models import addresses, former_names
from shared.contracts.accounts import AccessRole
from shared.german import short_date
from tests.directory.conftest import Desk
from tests.directory.test_people import CHOICES, LIST, OWN, SCHOOL, Person, at, office_of, worker_of
from tests.house import BERGKAMEN

PHONE = {"kind": "phone", "value": "02307 965200", "seen_by": "network"}


async def address_of(desk: Desk, worker: Person) -> UUID:
    """The single one of theirs."""
    theirs = select(addresses.c.id).where(addresses.c.person_id == worker.id)
    [(found,)] = await desk.house.rows("directory", theirs)
    return UUID(str(found))


async def named(office: Person, worker: Person, **form: Any) -> Any:
    given = {"given_name": "Mara", "family_name": "Özgür", "version": "1"}
    return await office.post(f"{LIST}/{worker.id}/name", **given | form)


async def test_a_married_name_leaves_the_former_one_to_be_found_by_the_office(desk: Desk) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    day = desk.today - timedelta(days=3)
    saved = await named(office, worker, family_name="Kaya", valid_from=short_date(day))
    assert saved.status_code == 303, saved.text
    page = await office.page(f"{LIST}/{worker.id}")
    assert "Mara Kaya" in page
    assert "früherer Name" in page
    assert short_date(day - timedelta(days=1)) in page
    assert await office.looks_for(text="Özgür") == ["Kaya, Mara"]
    head = await at(desk, AccessRole.HEAD, SCHOOL)
    assert await head.looks_for(text="Özgür") == []
    assert "Özgür" not in await head.page(f"{LIST}/{worker.id}")


async def test_a_mistaken_name_finds_nobody_any_more_and_stays_to_be_seen(desk: Desk) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    saved = await named(office, worker, family_name="Özgül", mistaken="ja")
    assert saved.status_code == 303
    assert await office.looks_for(text="Özgür") == []
    assert "war falsch" in await office.page(f"{LIST}/{worker.id}")


async def test_everybody_who_keeps_a_copy_learns_of_a_new_name(desk: Desk) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    await named(office, worker, family_name="Kaya")
    records = await desk.announced("directory.person.v1")
    theirs = [each for each in records if each["person_id"] == str(worker.id)]
    assert [(each["family_name"], each["version"]) for each in theirs] == [
        ("Özgür", 1),
        ("Kaya", 2),
    ]


async def test_a_name_does_not_begin_ahead(desk: Desk) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    ahead = short_date(desk.today + timedelta(days=1))
    refused = await named(office, worker, family_name="Kaya", valid_from=ahead)
    assert refused.status_code == 422
    assert "liegt in der Zukunft" in refused.text


async def test_two_clerks_at_one_name_are_told(desk: Desk) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    assert (await named(office, worker, family_name="Kaya")).status_code == 303
    late = await named(office, worker, family_name="Yılmaz")
    assert late.status_code == 409
    assert "Yılmaz" in late.text
    assert "Kaya" in late.text


async def test_a_worker_changes_addresses_of_their_own_but_no_name(desk: Desk) -> None:
    worker = await worker_of(desk)
    head = await at(desk, AccessRole.HEAD, SCHOOL)
    path = f"{LIST}/{worker.id}"
    assert (await worker.post(f"{path}/adressen/neu", **PHONE)).status_code == 303
    assert "+49 2307 965200" in await head.page(path)
    assert await head.looks_for(text="965200") == ["Özgür, Mara"]
    assert (await worker.get(f"{path}/name")).status_code == 403
    assert (await head.post(f"{path}/adressen/neu", **PHONE)).status_code == 404


async def test_an_address_for_oneself_is_not_even_the_offices(desk: Desk) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    path = f"{LIST}/{worker.id}"
    await worker.post(f"{path}/adressen/neu", **PHONE | {"seen_by": "self"})
    assert "965200" in await worker.page(OWN)
    assert "965200" not in await office.page(path)
    assert await office.looks_for(text="965200") == []


async def test_a_new_number_from_a_day_on_holds_from_that_day(desk: Desk) -> None:
    worker = await worker_of(desk)
    path = f"{LIST}/{worker.id}"
    await worker.post(f"{path}/adressen/neu", **PHONE)
    kept = await address_of(desk, worker)
    new = {"value": "02307 1111", "seen_by": "network"}
    day = short_date(desk.today + timedelta(days=2))
    changed = await worker.post(f"{path}/adressen/{kept}", **new, valid_from=day)
    assert changed.status_code == 303, changed.text
    assert "965200" in await worker.page(OWN)
    assert "1111" not in await worker.page(OWN)
    await desk.forward(2)
    assert "965200" not in await worker.page(OWN)
    assert "1111" in await worker.page(OWN)


async def test_a_removed_address_is_seen_no_more_and_cannot_be_changed(desk: Desk) -> None:
    worker = await worker_of(desk)
    path = f"{LIST}/{worker.id}"
    await worker.post(f"{path}/adressen/neu", **PHONE)
    kept = await address_of(desk, worker)
    where = f"{path}/adressen/{kept}"
    assert "Adresse entfernen?" in await worker.page(f"{where}/entfernen")
    assert (await worker.post(f"{where}/entfernen")).status_code == 303
    assert "965200" not in await worker.page(OWN)
    again = {"value": "02307 1111", "seen_by": "network"}
    assert (await worker.post(where, **again)).status_code == 404


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "keine Nummer"), ("phone", "1"), ("mail", "nicht@"), ("postal", "")],
)
async def test_what_is_no_address_is_refused_at_its_field(
    desk: Desk, kind: str, value: str
) -> None:
    worker = await worker_of(desk)
    form = {"kind": kind, "value": value, "seen_by": "office"}
    refused = await worker.post(f"{LIST}/{worker.id}/adressen/neu", **form)
    assert refused.status_code == 422
    assert 'href="#value"' in refused.text


async def test_the_note_of_the_office_is_nobody_elses(desk: Desk) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    clerk = await at(desk, AccessRole.CARRIER, CARRIER)
    path = f"{LIST}/{worker.id}"
    form = {"languages": "Türkisch", "birth_name": "Aydın", "version": "0"}
    await office.post(f"{path}/angaben", **form, note="Ruft lieber an.")
    assert "Ruft lieber an." in await office.page(path)
    for other in (clerk, worker, await at(desk, AccessRole.HEAD, SCHOOL)):
        assert "Ruft lieber an." not in await other.page(path)
    asked = await clerk.page(f"{path}/angaben")
    assert "Ruft lieber an." not in asked
    await clerk.post(f"{path}/angaben", **form | {"version": "1"}, note="")
    assert "Ruft lieber an." in await office.page(path)
    assert await office.looks_for(text="Aydin") == ["Özgür, Mara"]


async def test_who_is_hired_again_under_another_name_keeps_the_former_one(desk: Desk) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    body = {"external_id": "P-4711", "last_day": desk.today.isoformat()}
    assert (await desk.carrier.post("/departures", body)).status_code == 201
    await desk.forward(30)
    again = await desk.carrier.hire(
        start_date=desk.today.isoformat(),
        person__family_name="Kaya",
        person__email="kaya@example.org",
    )
    assert again.json()["worker_id"] == str(worker.id)
    assert await office.looks_for(text="Özgür") == ["Kaya, Mara"]
    page = await office.page(f"{LIST}/{worker.id}")
    assert "Mara Özgür" in page


async def test_a_carriers_program_corrects_its_own_people_only(desk: Desk) -> None:
    worker = await worker_of(desk)
    path = f"/directory/api/v1/workers/{worker.id}"
    body = {"version": 1, "family_name": "Kaya", "mistaken": True}
    other = await desk.other_carrier()
    refused = await desk.house.http.patch(path, json=body, headers=other.headers)
    assert refused.status_code == 404
    mine = await desk.sign_in(CLIENT_ID, CLIENT_SECRET)
    done = await desk.house.http.patch(path, json=body, headers=mine.headers)
    assert done.status_code == 200, done.text
    assert (done.json()["family_name"], done.json()["version"]) == ("Kaya", 2)
    late = await desk.house.http.patch(path, json=body, headers=mine.headers)
    assert late.status_code == 409
    rows = await desk.house.rows("directory", former_names.select())
    assert [(row.family_name, str(row.kind)) for row in rows] == [("Özgür", "mistaken")]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"version": 1}, "body"),
        ({"version": 1, "email": "nirgends"}, "email"),
        ({"version": 1, "given_name": "A", "valid_from": "2999-01-01"}, "valid_from"),
        ({"version": 1, "given_name": "A", "note": "x"}, "note"),
    ],
)
async def test_a_program_of_the_office_is_told_what_is_wrong(
    desk: Desk, body: dict[str, Any], field: str
) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    path = f"/directory/api/v1/people/{worker.id}?municipality={BERGKAMEN}"
    async with desk.storing_nothing():
        refused = await office.http.patch(path, json=body)
        assert refused.status_code == 422
        assert field in refused.text


async def test_nobody_unknown_is_corrected(desk: Desk) -> None:
    office = await office_of(desk)
    path = f"/directory/api/v1/people/{uuid4()}?municipality={BERGKAMEN}"
    body = {"version": 1, "given_name": "A"}
    assert (await office.http.patch(path, json=body)).status_code == 404


async def test_an_address_for_oneself_is_nobody_elses_before_and_after_it_holds_either(
    desk: Desk,
) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    carrier = await at(desk, AccessRole.CARRIER, CARRIER)
    path = f"{LIST}/{worker.id}"
    ahead = short_date(desk.today + timedelta(days=30))
    mine = PHONE | {"seen_by": "self"}
    await worker.post(f"{path}/adressen/neu", **mine, valid_from=ahead)
    others = PHONE | {"seen_by": "self", "value": "02307 965299"}
    await worker.post(f"{path}/adressen/neu", **others)
    theirs = select(addresses.c.id).where(addresses.c.value.contains("965299"))
    [(known,)] = await desk.house.rows("directory", theirs)
    ended = await worker.post(f"{path}/adressen/{known}/entfernen")
    assert ended.status_code == 303
    for reader in (office, carrier):
        page = await reader.page(path)
        assert "9652" not in page


async def test_an_address_that_is_not_seen_is_not_changed_either(desk: Desk) -> None:
    """Its number may be known from a time when it was seen."""
    worker, office = await worker_of(desk), await office_of(desk)
    path = f"{LIST}/{worker.id}"
    await worker.post(f"{path}/adressen/neu", **PHONE | {"seen_by": "self"})
    address = f"{path}/adressen/{await address_of(desk, worker)}"
    opened = await office.post(address, value="02307 965201", seen_by="public")
    assert opened.status_code == 404
    assert (await office.post(f"{address}/entfernen")).status_code == 404
    assert "965200" in await worker.page(OWN)


async def test_what_somebody_shows_to_nobody_stays_where_others_add_to_it(desk: Desk) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    carrier = await at(desk, AccessRole.CARRIER, CARRIER)
    details = f"{LIST}/{worker.id}/angaben"
    hidden = {"languages": "Romanes", "languages_seen_by": "self", "hours_seen_by": "self"}
    chosen = CHOICES | hidden | {"hours": "abends"}
    assert (await worker.post(f"{OWN}/bearbeiten", **chosen)).status_code == 303
    for reader in (office, carrier):
        page = await reader.page(details)
        assert 'name="languages"' not in page
        late = await reader.post(details, birth_name="Demir", version="0")
        assert late.status_code == 409
        assert "Romanes" not in late.text
        assert "abends" not in late.text
        saved = await reader.post(details, birth_name="Demir", version="1", languages="")
        assert saved.status_code == 303, saved.text
    own = await worker.page(OWN + "/bearbeiten")
    assert "Romanes" in own
    assert "abends" in own
