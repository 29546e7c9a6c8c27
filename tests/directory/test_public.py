"""Without a sign-in one sees what people have opened, and it is gone as soon as they close it."""

import re
from collections.abc import AsyncGenerator
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from sqlalchemy import update

from services.directory.people.models import people
from shared.web.pace import READERS_A_MINUTE, STRANGERS_A_MINUTE
from tests.directory.conftest import Desk, open_desk
from tests.directory.test_people import CHOICES, OWN, Person, office_of, worker_of
from tests.house import BERGKAMEN, URL
from tests.servers.run import SharedPostgres

PUBLIC = f"/directory/oeffentlich/{BERGKAMEN}"
API = f"/directory/api/v1/public/municipalities/{BERGKAMEN}"
DECISION = "/directory/oeffentliches-verzeichnis"
NUMBER = "100001"
OPENED = CHOICES | {
    "name_seen_by": "public",
    "email_seen_by": "public",
    "languages": "Romanes",
    "hours": "montags 9 bis 12 Uhr",
    "hours_seen_by": "public",
}


def stranger_of(desk: Desk) -> Person:
    """Somebody who is not signed in."""
    transport = ASGITransport(app=desk.house.app)
    headers = {"sec-fetch-site": "same-origin"}
    return Person(AsyncClient(transport=transport, base_url=URL, headers=headers))


async def found_by(stranger: Person, **form: str) -> list[str]:
    """The names on the page that a search leads to."""
    led = await stranger.post(PUBLIC, **form)
    assert led.status_code == 303, led.text
    return names_on(await stranger.get(led.headers["location"]))


def names_on(answer: Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [unescape(each) for each in re.findall(r"kp-card__title[^>]*>([^<]+)<", answer.text)]


async def open_entry(desk: Desk, **choices: str) -> Person:
    """A worker who has chosen."""
    worker = await worker_of(desk)
    saved = await worker.post(f"{OWN}/bearbeiten", **OPENED | choices)
    assert saved.status_code == 303, saved.text
    return worker


@pytest.fixture
async def stranger(desk: Desk) -> AsyncGenerator[Person]:
    person = stranger_of(desk)
    yield person
    await person.http.aclose()


async def decide(desk: Desk, version: int, **ticked: str) -> None:
    office = await office_of(desk)
    form = {"version": str(version)} | ticked
    saved = await office.post(f"{DECISION}/bearbeiten", **form)
    assert saved.status_code == 303, saved.text


async def test_nobody_is_public_who_has_not_chosen_it(desk: Desk, stranger: Person) -> None:
    await worker_of(desk)
    assert await found_by(stranger, text="Özgür") == []
    assert "Özgür" not in await stranger.page(f"{PUBLIC}/schulen/{NUMBER}")
    assert "Özgür" not in (await stranger.get(f"{API}/people")).text
    assert "Özgür" not in (await stranger.get(f"{API}/schools/{NUMBER}")).text


async def test_what_is_opened_is_shown_on_the_list_and_at_the_school(
    desk: Desk, stranger: Person
) -> None:
    await open_entry(desk)
    assert "Mara Özgür" in await found_by(stranger, text="oezgur")
    page = await stranger.page(f"{PUBLIC}/schulen/{NUMBER}")
    for text in ("Mara Özgür", "Schulsozialarbeit", "mara@example.org", "montags 9 bis 12 Uhr"):
        assert text in page
    assert "Romanes" not in page


async def test_a_hidden_field_is_neither_shown_nor_finds_anybody(
    desk: Desk, stranger: Person
) -> None:
    worker = await open_entry(desk, email_seen_by="network", hours_seen_by="office")
    phone = {"kind": "phone", "value": "02307 965200", "seen_by": "office"}
    added = await worker.post(f"/directory/personen/{worker.id}/adressen/neu", **phone)
    assert added.status_code == 303
    assert await found_by(stranger, text="Mara") == ["Mara Özgür"]
    for hidden in ("mara@example.org", "Romanes", "965200"):
        assert await found_by(stranger, text=hidden) == []
        assert hidden not in await stranger.page(f"{PUBLIC}/schulen/{NUMBER}")
        assert hidden not in (await stranger.get(f"{API}/people")).text
        assert hidden not in (await stranger.get(f"{API}/schools/{NUMBER}")).text


async def gone_everywhere(desk: Desk, stranger: Person, worker: Person, etag: str) -> None:
    """Asked right after it was closed, by whoever has seen it before."""
    closed = await worker.post(f"{OWN}/bearbeiten", **CHOICES | {"version": "1"})
    assert closed.status_code == 303
    assert await found_by(stranger, text="Mara") == []
    assert "Mara" not in await stranger.page(PUBLIC)
    assert "Mara" not in await stranger.page(f"{PUBLIC}/schulen/{NUMBER}")
    for path in ("people", f"schools/{NUMBER}"):
        answer = await stranger.http.get(f"{API}/{path}", headers={"if-none-match": etag})
        assert answer.status_code == 200
        assert "Mara" not in answer.text


async def test_who_closes_their_entry_is_gone_at_once_from_caches_too(
    desk: Desk, stranger: Person
) -> None:
    worker = await open_entry(desk)
    shown = await stranger.get(f"{API}/schools/{NUMBER}")
    assert "Mara Özgür" in shown.text
    assert shown.headers["cache-control"] == "no-cache"
    etag = shown.headers["etag"]
    known = await stranger.http.get(f"{API}/schools/{NUMBER}", headers={"if-none-match": etag})
    assert known.status_code == 304
    page = await stranger.get(f"{PUBLIC}/schulen/{NUMBER}")
    assert page.headers["cache-control"] == "no-store"
    await gone_everywhere(desk, stranger, worker, etag)


@pytest.mark.real
async def test_postgresql_shows_finds_and_forgets_the_same(
    postgres: SharedPostgres, tmp_path: Path
) -> None:
    name = f"public_{uuid4().hex[:8]}"
    postgres.create_for("directory", name)
    async with open_desk(tmp_path, postgres.owner_url(name)) as desk:
        stranger, worker = stranger_of(desk), await open_entry(desk)
        assert await found_by(stranger, text="Özgür") == ["Mara Özgür"]
        assert await found_by(stranger, text="Romanes") == []
        etag = (await stranger.get(f"{API}/schools/{NUMBER}")).headers["etag"]
        await gone_everywhere(desk, stranger, worker, etag)
        await decide(desk, 0, offered="ja", indexed="ja")
        assert (await stranger.get("/directory/oeffentlich/sitemap.xml")).status_code == 200
        assert "Fortbildung für Kollegien" in await stranger.page(f"{PUBLIC}/angebote?text=sucht")
        assert "Bergkamen" in await stranger.page("/directory/oeffentlich?text=bergkamen")


async def test_who_has_left_is_not_shown_on_the_day_after(desk: Desk, stranger: Person) -> None:
    await open_entry(desk)
    body = {"external_id": "P-4711", "last_day": desk.today.isoformat()}
    assert (await desk.carrier.post("/departures", body)).status_code == 201
    assert await found_by(stranger, text="Mara") == ["Mara Özgür"]
    await desk.forward(1)
    assert await found_by(stranger, text="Mara") == []
    assert "Mara" not in (await stranger.get(f"{API}/schools/{NUMBER}")).text


async def test_schools_and_offers_are_found_by_name_topic_and_category(
    desk: Desk, stranger: Person
) -> None:
    schools = await stranger.page(f"{PUBLIC}/schulen?text=lindenhain")
    assert f"{PUBLIC}/schulen/{NUMBER}" in schools
    assert f"{PUBLIC}/schulen/{NUMBER}" not in await stranger.page(
        f"{PUBLIC}/schulen?school_type=grammar"
    )
    offers = await stranger.get(f"{PUBLIC}/angebote")
    assert "?text=Sucht" in offers.text
    assert len(names_on(offers)) > len(
        names_on(await stranger.get(f"{PUBLIC}/angebote?text=Sucht"))
    )
    assert names_on(await stranger.get(f"{PUBLIC}/angebote?kind=carrier")) == []


async def test_nobody_saves_the_list_of_people_as_a_file(desk: Desk, stranger: Person) -> None:
    await open_entry(desk)
    answer = await stranger.get(f"{PUBLIC}?als=csv")
    assert answer.headers["content-type"].startswith("text/html")
    assert "als=xlsx" not in answer.text


async def test_lists_for_programs_go_on_and_name_no_ids(desk: Desk, stranger: Person) -> None:
    worker = await open_entry(desk)
    path, names = f"{API}/people?limit=1", []
    while path:
        answer = await stranger.get(path)
        assert str(worker.id) not in answer.text
        names += [each["name"] for each in answer.json()["items"]]
        path = answer.json()["next"]
    assert "Mara Özgür" in names
    assert len(names) == len(set(names)) > 1


async def test_any_site_may_read_the_data_and_no_page(desk: Desk, stranger: Person) -> None:
    for path in ("people", "schools", f"schools/{NUMBER}", "offers"):
        answer = await stranger.http.get(
            f"{API}/{path}", headers={"origin": "https://stadt.example"}
        )
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    page = await stranger.http.get(PUBLIC, headers={"origin": "https://stadt.example"})
    assert "access-control-allow-origin" not in page.headers


@pytest.mark.parametrize(
    "path",
    [
        "/directory/oeffentlich/05978020",
        "/directory/oeffentlich/x",
        f"{PUBLIC}/schulen/999999",
        f"{API}/schools/999999",
        "/directory/api/v1/public/municipalities/05978020/people",
    ],
)
async def test_what_is_not_there_is_said_to_be_missing(stranger: Person, path: str) -> None:
    assert (await stranger.get(path)).status_code == 404


async def test_search_engines_are_kept_out_until_the_office_lets_them_in(
    desk: Desk, stranger: Person
) -> None:
    for path in ("/directory/oeffentlich", PUBLIC, f"{PUBLIC}/angebote"):
        answer = await stranger.get(path)
        assert answer.headers["x-robots-tag"] == "noindex, noarchive"
        assert '<meta name="robots" content="noindex, noarchive">' in answer.text
    robots = await stranger.http.get("/robots.txt", follow_redirects=True)
    assert "Sitemap" not in robots.text
    assert "Disallow: /\n" in robots.text
    assert (await stranger.get("/directory/oeffentlich/sitemap.xml")).status_code == 404

    await decide(desk, 0, offered="ja", indexed="ja")
    assert '<meta name="robots" content="index, follow">' in await stranger.page(PUBLIC)
    searched = await stranger.get(f"{PUBLIC}/angebote?text=Sucht")
    assert searched.headers["x-robots-tag"] == "noindex, noarchive"
    robots = await stranger.http.get("/robots.txt", follow_redirects=True)
    [sitemap] = re.findall("Sitemap: (.+)", robots.text)
    assert f"<loc>{URL}{PUBLIC}/schulen/{NUMBER}</loc>" in (await stranger.get(sitemap)).text


async def test_an_office_closes_the_whole_directory_at_once(desk: Desk, stranger: Person) -> None:
    await open_entry(desk)
    assert "Bergkamen" in await stranger.page("/directory/oeffentlich")
    await decide(desk, 0)
    assert "Bergkamen" not in await stranger.page("/directory/oeffentlich")
    for path in (PUBLIC, f"{PUBLIC}/schulen/{NUMBER}", f"{API}/people", f"{API}/offers"):
        assert (await stranger.get(path)).status_code == 404
    listed = await stranger.get("/directory/api/v1/public/municipalities")
    assert listed.json()["items"] == []


async def test_two_of_an_office_who_decide_at_once_are_told(desk: Desk) -> None:
    await decide(desk, 0, offered="ja", indexed="ja")
    late = await (await office_of(desk)).post(f"{DECISION}/bearbeiten", version="0")
    assert late.status_code == 409


async def test_who_comes_very_often_has_to_wait(desk: Desk, stranger: Person) -> None:
    for _ in range(READERS_A_MINUTE):
        assert (await stranger.get(f"{API}/schools/999999")).status_code == 404
    refused = await stranger.get(f"{API}/schools/{NUMBER}")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    for _ in range(STRANGERS_A_MINUTE - READERS_A_MINUTE - 1):
        assert (await stranger.get("/directory/oeffentlich/robots.txt")).status_code == 200
    assert (await stranger.get(PUBLIC)).status_code == 429


async def test_somebody_elsewhere_is_not_made_public_by_a_search(
    desk: Desk, stranger: Person
) -> None:
    worker = await open_entry(desk)
    moved = update(people).where(people.c.id == worker.id).values(tenant="05978020")
    async with desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(moved)
    assert await found_by(stranger, text="Mara") == []
