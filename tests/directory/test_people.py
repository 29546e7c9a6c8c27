"""What is seen of people depends on what they chose, everywhere alike."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from sqlalchemy import select

from deploy.sample import CARRIER
from services.directory.organizations.models import organizations
from services.directory.people.models import people
from shared.contracts.accounts import AccessRole, Grant
from shared.database.search import fold
from tests.directory.conftest import OTHER_CARRIER, Desk, open_desk
from tests.directory.test_corrections import organization_at
from tests.house import BERGKAMEN, URL
from tests.servers.run import SharedPostgres
from tests.signing_in import coordinator_of

LIST = "/directory/personen"
OWN = "/directory/mein-eintrag"
SCHOOL = "Grundschule am Lindenhain (Beispiel)"
CHOICES = {
    "name_seen_by": "network",
    "email_seen_by": "office",
    "languages": "",
    "languages_seen_by": "office",
    "hours": "",
    "hours_seen_by": "office",
    "version": "0",
}


@dataclass
class Person:
    """Somebody at the pages, signed in."""

    http: AsyncClient
    id: UUID | None = None

    async def get(self, path: str) -> Response:
        return await self.http.get(path)

    async def page(self, path: str) -> str:
        answer = await self.http.get(path)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    async def post(self, path: str, **form: Any) -> Response:
        return await self.http.post(path, data=form)

    async def looks_for(self, **form: str) -> list[str]:
        """The names in the list of who was searched for."""
        led = await self.http.post(LIST, data=form)
        assert led.status_code == 303
        page = await self.page(led.headers["location"])
        return [unescape(each) for each in re.findall(r'kp-list__link"[^>]*>([^<]+)<', page)]


async def signed_in(desk: Desk, *grants: Grant, person_id: UUID | None = None) -> Person:
    cookies = await desk.house.sign_in(*grants, person_id=person_id)
    headers = {"sec-fetch-site": "same-origin"}
    transport = ASGITransport(app=desk.house.app)
    http = AsyncClient(transport=transport, base_url=URL, headers=headers, cookies=cookies)
    return Person(http, person_id)


async def at(desk: Desk, role: AccessRole, name: str) -> Person:
    """Somebody who acts for an organization, and is no person of the directory."""
    query = select(organizations.c.id).where(organizations.c.name == name)
    [(found,)] = await desk.house.rows("directory", query)
    return await signed_in(
        desk, Grant(role=role, municipality=BERGKAMEN, organization_id=UUID(str(found)))
    )


async def office_of(desk: Desk) -> Person:
    return await signed_in(desk, coordinator_of(BERGKAMEN))


async def worker_of(desk: Desk, **changes: Any) -> Person:
    """A worker who began today."""
    given = {
        "start_date": desk.today.isoformat(),
        "person__given_name": "Mara",
        "person__family_name": "Özgür",
        "person__email": "mara@example.org",
    }
    answer = await desk.carrier.hire(**given | changes)
    assert answer.status_code == 201, answer.text
    grant = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)
    return await signed_in(desk, grant, person_id=UUID(answer.json()["worker_id"]))


async def test_the_office_finds_a_worker_by_every_spelling_and_sees_what_they_do(
    desk: Desk,
) -> None:
    worker, office = await worker_of(desk), await office_of(desk)
    for text in ("Özgür", "oezgur", "ozgur", "zgü", "mara@example"):
        assert await office.looks_for(text=text) == ["Özgür, Mara"]
    page = await office.page(f"{LIST}/{worker.id}")
    assert f"Fachkraft, {SCHOOL}" in page
    assert "mara@example.org" in page


@pytest.mark.real
async def test_postgresql_shows_and_finds_the_same(
    postgres: SharedPostgres, tmp_path: Path
) -> None:
    name = f"people_{uuid4().hex[:8]}"
    postgres.create_for("directory", name)
    async with open_desk(tmp_path, postgres.owner_url(name)) as desk:
        worker, office = await worker_of(desk), await office_of(desk)
        head = await at(desk, AccessRole.HEAD, SCHOOL)
        path = f"{LIST}/{worker.id}"
        phone = {"kind": "phone", "value": "02307 965200", "seen_by": "network"}
        assert (await worker.post(f"{path}/adressen/neu", **phone)).status_code == 303
        chosen = await worker.post(f"{OWN}/bearbeiten", **CHOICES | {"languages": "Türkisch"})
        assert chosen.status_code == 303
        named = {"given_name": "Mara", "family_name": "Kaya", "version": "1"}
        assert (await office.post(f"{path}/name", **named)).status_code == 303
        for text in ("Özgür", "kaya", "türkisch", "965200"):
            assert await office.looks_for(text=text) == ["Kaya, Mara"]
        assert await head.looks_for(text="Özgür") == []
        assert await head.looks_for(text="kaya") == ["Kaya, Mara"]
        assert "mara@example.org" not in await head.page(path)
        assert "Hier sind Sie nicht zu sehen" in await worker.page(OWN)


async def test_colleagues_see_the_name_but_no_address_until_it_is_opened(desk: Desk) -> None:
    worker = await worker_of(desk)
    head = await at(desk, AccessRole.HEAD, SCHOOL)
    path = f"{LIST}/{worker.id}"
    assert "mara@example.org" not in await head.page(path)
    assert await head.looks_for(text="mara@example.org") == []
    saved = await worker.post(f"{OWN}/bearbeiten", **CHOICES | {"email_seen_by": "network"})
    assert saved.status_code == 303, saved.text
    assert "mara@example.org" in await head.page(path)
    assert await head.looks_for(text="mara@example.org") == ["Özgür, Mara"]


async def test_who_hides_their_name_is_neither_listed_nor_found_nor_shown(desk: Desk) -> None:
    worker, head = await worker_of(desk), await at(desk, AccessRole.HEAD, SCHOOL)
    assert await head.looks_for(text="Özgür") == ["Özgür, Mara"]
    await worker.post(f"{OWN}/bearbeiten", **CHOICES | {"name_seen_by": "office"})
    assert await head.looks_for(text="Özgür") == []
    assert (await head.get(f"{LIST}/{worker.id}")).status_code == 404
    assert "Özgür" not in (await head.get(f"{LIST}?als=csv")).text
    office = await office_of(desk)
    assert await office.looks_for(text="Özgür") == ["Özgür, Mara"]


async def test_a_head_who_closes_their_address_is_named_without_it_to_the_worker(
    desk: Desk,
) -> None:
    worker = await worker_of(desk)
    assert "claudia.reinders@example.org" in await worker.page("/directory/meine-schulen")
    mine = select(people.c.id).where(people.c.email == "claudia.reinders@example.org")
    [(head_id,)] = await desk.house.rows("directory", mine)
    grant = Grant(role=AccessRole.HEAD, municipality=BERGKAMEN)
    head = await signed_in(desk, grant, person_id=UUID(str(head_id)))
    closed = await head.post(f"{OWN}/bearbeiten", **CHOICES | {"version": "1"})
    assert closed.status_code == 303
    page = await worker.page("/directory/meine-schulen")
    assert "Claudia Reinders" in page
    assert "claudia.reinders@example.org" not in page


async def test_a_file_of_the_list_holds_what_its_reader_may_see(desk: Desk) -> None:
    await worker_of(desk)
    head, office = await at(desk, AccessRole.HEAD, SCHOOL), await office_of(desk)
    assert "mara@example.org" not in (await head.get(f"{LIST}?als=csv")).text
    assert "mara@example.org" in (await office.get(f"{LIST}?als=csv")).text


async def test_a_carrier_sees_the_addresses_of_its_own_people_only(desk: Desk) -> None:
    worker = await worker_of(desk)
    mine = await at(desk, AccessRole.CARRIER, CARRIER)
    other = await at(desk, AccessRole.CARRIER, OTHER_CARRIER)
    path = f"{LIST}/{worker.id}"
    assert "mara@example.org" in await mine.page(path)
    assert "mara@example.org" not in await other.page(path)
    assert "Name ändern" not in await other.page(path)
    assert (await other.get(f"{path}/name")).status_code == 404


async def test_who_has_left_is_the_offices_alone_to_see(desk: Desk) -> None:
    worker = await worker_of(desk)
    head, office = await at(desk, AccessRole.HEAD, SCHOOL), await office_of(desk)
    body = {"external_id": "P-4711", "last_day": desk.today.isoformat()}
    assert (await desk.carrier.post("/departures", body)).status_code == 201
    assert await head.looks_for(text="Özgür") == ["Özgür, Mara"]
    await desk.forward(1)
    assert await head.looks_for(text="Özgür") == []
    assert await office.looks_for(text="Özgür") == ["Özgür, Mara"]
    assert worker.id


async def test_contacts_of_organizations_are_found_by_role_and_kind(desk: Desk) -> None:
    office = await office_of(desk)
    assert "Reinders, Claudia" in await office.looks_for(role="head")
    assert "Reinders, Claudia" in await office.looks_for(kind="school")
    assert "Reinders, Claudia" not in await office.looks_for(kind="carrier")
    await worker_of(desk)
    assert await office.looks_for(role="worker") == ["Özgür, Mara"]


async def test_a_preview_shows_each_audience_what_it_sees(desk: Desk) -> None:
    worker = await worker_of(desk)
    page = await worker.page(OWN)
    public, network, office = page.split("kp-card__title")[1:4]
    assert "Hier sind Sie nicht zu sehen" in public
    assert "Mara Özgür" in network
    assert "mara@example.org" not in network
    assert "mara@example.org" in office
    await worker.post(
        f"{OWN}/bearbeiten", **CHOICES | {"name_seen_by": "public", "email_seen_by": "public"}
    )
    public = (await worker.page(OWN)).split("kp-card__title")[1]
    assert "mara@example.org" in public


async def test_what_somebody_wrote_of_themselves_they_find_again_whoever_else_sees_it(
    desk: Desk,
) -> None:
    worker = await worker_of(desk)
    for version, seen_by in enumerate(("self", "office", "network", "public")):
        chosen = {"languages": "Romanes", "languages_seen_by": seen_by, "hours": "abends"}
        form = CHOICES | chosen | {"hours_seen_by": seen_by, "version": str(version)}
        assert (await worker.post(f"{OWN}/bearbeiten", **form)).status_code == 303
        page = await worker.page(f"{OWN}/bearbeiten")
        assert 'value="Romanes"' in page, seen_by
        assert 'value="abends"' in page, seen_by


async def test_two_browsers_that_choose_at_once_are_told(desk: Desk) -> None:
    worker = await worker_of(desk)
    assert (await worker.post(f"{OWN}/bearbeiten", **CHOICES)).status_code == 303
    late = await worker.post(f"{OWN}/bearbeiten", **CHOICES | {"languages": "Türkisch"})
    assert late.status_code == 409
    assert "Türkisch" in late.text


@pytest.mark.parametrize("field", ["name_seen_by", "email_seen_by"])
async def test_the_office_is_never_shut_out_of_name_and_mail(desk: Desk, field: str) -> None:
    worker = await worker_of(desk)
    refused = await worker.post(f"{OWN}/bearbeiten", **CHOICES | {field: "self"})
    assert refused.status_code == 422


async def test_an_entry_elsewhere_says_so(desk: Desk) -> None:
    stranger = await at(desk, AccessRole.HEAD, SCHOOL)
    assert "in einer anderen Kommune" in await stranger.page(OWN)
    assert (await stranger.get(f"{OWN}/bearbeiten")).status_code == 404
    assert (await stranger.post(f"{OWN}/bearbeiten", **CHOICES)).status_code == 404


async def test_programs_of_the_office_read_people_page_by_page(desk: Desk) -> None:
    office = await office_of(desk)
    first = (await office.get(f"/directory/api/v1/people?municipality={BERGKAMEN}&limit=3")).json()
    assert len(first["items"]) == 3
    second = (await office.get(first["next"])).json()
    names = [each["family_name"] for each in (*first["items"], *second["items"])]
    assert names == sorted(names, key=fold)
    one = first["items"][0]
    path = f"/directory/api/v1/people/{one['id']}?municipality={BERGKAMEN}"
    assert (await office.get(path)).json() == one
    [(there,)] = await desk.house.rows(
        "directory", select(people.c.email).where(people.c.id == UUID(one["id"]))
    )
    assert one["email"] == there


async def test_who_is_there_for_a_school_is_called_so_as_long_as_it_holds(desk: Desk) -> None:
    """In the list and on the page; a network that knows the ASD contact sees them."""
    office, head = await office_of(desk), await at(desk, AccessRole.HEAD, SCHOOL)
    query = {"art": "asd_contact", "an": await organization_at(desk, "100001")}
    name = {"given_name": "Yasemin", "family_name": "Öztürk", "email": "asd.nord@example.org"}
    days = {"valid_from": desk.today.isoformat(), "last_day": desk.today.isoformat()}
    path = "/directory/beziehungen/neu"
    added = await office.http.post(path, params=query, data=name | days)
    assert added.status_code == 303
    found = select(people.c.id).where(people.c.email == name["email"])
    [(person_id,)] = await desk.house.rows("directory", found)
    page = await office.page(f"{LIST}/{person_id}")
    assert "zuständig im ASD für" in page
    for asker in (office, head):
        assert "ASD-Kontakt, " in await asker.page(f"{LIST}/{person_id}")
    await desk.forward(1)
    assert (await head.get(f"{LIST}/{person_id}")).status_code == 404
    page = await office.page(f"{LIST}/{person_id}")
    assert "ASD-Kontakt, " not in page
    assert "(beendet)" in page
