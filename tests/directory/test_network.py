"""The network: a list in words, a picture drawn from it, and a list of what is missing."""

import re
from html import unescape
from uuid import uuid4

import pytest
from httpx2 import Response

from services.directory.network.rules import drawn
from services.directory.network.values import Link, Node
from shared.contracts.directory import OrganizationKind
from tests.directory.conftest import Desk
from tests.directory.test_hierarchy import id_of
from tests.directory.test_organization_pages import HTML, said
from tests.directory.test_relationships import ASD, KITA, SOMEBODY, entered
from tests.directory.test_relationships_api import end

PAGE = "/directory/netzwerk"
SCHOOL = "Grundschule am Lindenhain (Beispiel)"
LACKING = "Regenbogen-Grundschule (Beispiel)"


async def get(desk: Desk, path: str = "", **query: str) -> Response:
    return await desk.house.http.get(f"{PAGE}{path}", params=query, headers=HTML)


def parts(page: Response, shape: str = "wide") -> tuple[str, str]:
    """A picture, and the list below both."""
    picture = page.text.partition(f"kp-network--{shape}")[2].partition("</svg>")[0]
    return picture, page.text.rpartition("</svg>")[2]


def left_out(picture: str) -> int:
    """How many nodes its boxes stand for."""
    return sum(map(int, re.findall(r">und (\d+) weitere<", picture)))


def leads_to(html: str) -> set[str]:
    pages = r'href="(/directory/(?:organisationen/|beziehungen\?person_id=)[0-9a-f-]+)"'
    return set(re.findall(pages, html))


async def test_a_node_has_a_heading_a_count_and_ways_to_its_neighbours(desk: Desk) -> None:
    text = said(await get(desk, text="lindenhain"))
    assert f"{SCHOOL} Schule, 7 Verbindungen gehört zu Schulverwaltungsamt" in text
    assert "ASD-Kontakt ist Derya Aksoy ASD-Kontakt ist ASD Bergkamen-Mitte (Beispiel)" in text
    assert "OGS-Leitung ist Silke Brune" in text
    assert "bekommt Kinder aus Kita Sonnenland (Beispiel)" in text
    assert "Jutta Kessler" not in text


@pytest.mark.parametrize("shape", ["wide", "narrow"])
async def test_the_list_leads_wherever_the_picture_leads_and_says_every_line(
    desk: Desk, shape: str
) -> None:
    """H3.34: whoever uses no mouse, or sees no picture, misses nothing."""
    page = await get(desk)
    picture, below = parts(page, shape)
    assert leads_to(picture) <= leads_to(below)
    assert len(leads_to(picture)) + left_out(picture) == len(leads_to(below))
    assert len(leads_to(picture)) > 20
    words = said(page)
    lines = [unescape(each) for each in re.findall(r"<path[^>]*><title>([^<]+)<", picture)]
    assert len(lines) > 20
    for line in lines:
        assert line.partition(": ")[2] in words
    title, text = re.findall(r"<(?:title|desc) id=[^>]+>([^<]+)<", picture)
    assert title == "Netzwerk"
    assert f"{len(lines)} Verbindungen" in text
    assert picture.count("<a href") == picture.count("<rect")


async def test_from_the_other_end_it_is_called_otherwise(desk: Desk) -> None:
    assert f"abgebende Kita von {SCHOOL}" in said(await get(desk, kind="kita"))
    text = said(await get(desk, text="Jugendamt"))
    assert f"dazu gehört {ASD}" in text


async def test_what_is_missing_is_a_list_that_leads_to_the_form_and_gets_shorter(
    desk: Desk,
) -> None:
    before = await get(desk, "/fehlend")
    assert f"OGS-Leitung eintragen für {LACKING}" in said(before)
    assert f"ASD-Kontakt eintragen für {LACKING}" not in said(before)
    school = await id_of(desk, LACKING)
    form = f"/directory/beziehungen/neu?art=feeder_kita&an={school}"
    assert form in unescape(before.text)
    assert (await desk.house.http.get(form, headers=HTML)).status_code == 200
    await entered(desk, "feeder_kita", LACKING, other=f"organisation:{await id_of(desk, KITA)}")
    assert form not in unescape((await get(desk, "/fehlend")).text)


async def test_what_is_missing_follows_the_days_and_all_that_holds(desk: Desk) -> None:
    """H3.18, H3.19: one of two may end, and what begins later is missing until then."""
    school = "Berufskolleg am Hellweg (Beispiel)"

    async def missing() -> bool:
        return f"ASD-Kontakt eintragen für {school}" in said(await get(desk, "/fehlend"))

    assert await missing()
    first = await entered(desk, "asd_contact", school, **SOMEBODY)
    other = SOMEBODY | {"given_name": "Bernd", "email": "bernd@example.org"}
    second = await entered(desk, "asd_contact", school, **other)
    assert not await missing()
    await end(desk, first, desk.today)
    await desk.forward(1)
    assert not await missing()
    await end(desk, second, desk.today)
    assert not await missing()
    await desk.forward(1)
    assert await missing()


async def test_the_start_page_counts_it(desk: Desk) -> None:
    cards = (await desk.house.http.get("/directory/api/v1/cards")).json()["cards"]
    [card] = [each for each in cards if each["code"] == "gaps_in_network"]
    listed = (await get(desk, "/fehlend")).text.count(" eintragen<span")
    assert (card["number"], card["link"]) == (listed, f"{PAGE}/fehlend")
    assert f"{listed} fehlende Verbindungen" in said(await get(desk))


async def test_it_is_saved_as_a_file_and_nothing_is_found_politely(desk: Desk) -> None:
    saved = await get(desk, als="csv", kind="kita")
    assert "Organisation;Art;Verbindungen;Verbunden mit" in saved.text
    assert "Kita Sonnenland (Beispiel);Kita;2;gehört zu Stadt Bergkamen; abgebende" in (
        saved.text.replace('"', "")
    )
    assert "Nichts gefunden" in said(await get(desk, text="gibtesnicht"))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("length", [10, 300])
def test_the_same_is_drawn_alike_once_and_inside_the_picture(length: int, narrow: bool) -> None:
    school, kita = uuid4(), uuid4()
    there = Link("bekommt Kinder aus", "K" * length, kita, OrganizationKind.KITA)
    back = Link("abgebende Kita von", "S", school, OrganizationKind.SCHOOL)
    nodes = [
        Node(school, "S", OrganizationKind.SCHOOL, [there]),
        Node(kita, there.name, OrganizationKind.KITA, [back]),
    ]
    picture = drawn(nodes, narrow=narrow)
    assert picture == drawn(nodes, narrow=narrow)
    assert (len(picture.boxes), len(picture.lines)) == (2, 1)
    assert all(each.x + picture.box <= picture.width for each in picture.boxes)
    assert all(each.y + 32 <= picture.height for each in picture.boxes)
    assert max(len(each.label) for each in picture.boxes) <= 30


def town(schools: int) -> list[Node]:
    """Each school with a KiTa of its own, and all with one authority."""
    authority = Link("gehört zu", "Schulverwaltungsamt", uuid4(), "school_authority")
    return [
        Node(uuid4(), f"Schule {n}", OrganizationKind.SCHOOL, [authority, kita])
        for n in range(schools)
        for kita in [Link("bekommt Kinder aus", f"Kita {n}", uuid4(), OrganizationKind.KITA)]
    ]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("schools", [10, 60, 200])
def test_no_box_lies_on_another_and_what_does_not_fit_is_counted(
    schools: int, narrow: bool
) -> None:
    picture = drawn(town(schools), narrow=narrow)
    places = [(each.x, each.y) for each in picture.boxes]
    assert all(
        abs(x - other_x) >= picture.box or abs(y - other_y) >= 32
        for n, (x, y) in enumerate(places)
        for other_x, other_y in places[:n]
    )
    rest = sum(int(each.name.split()[1]) for each in picture.boxes if not each.address)
    assert len(picture.drawn) + rest == 2 * schools + 1
    assert picture.height <= (1300 if narrow else 1200)
    assert picture.width <= (330 if narrow else 1070)


def test_who_belongs_together_stands_side_by_side() -> None:
    """However they are called: no line between a school and its KiTa crosses another."""
    schools = town(12)
    kitas = [
        Node(each.links[1].id, each.links[1].name, OrganizationKind.KITA, [])
        for each in sorted(schools, key=lambda each: str(each.id.int % 997))
    ]
    picture = drawn([*kitas, *schools])
    at = {each.name: each.y for each in picture.boxes}
    pairs = sorted((at[node.name], at[node.links[1].name]) for node in schools)
    assert [kita for _, kita in pairs] == sorted(kita for _, kita in pairs)


def test_nothing_is_drawn_of_nothing() -> None:
    assert (drawn([]).width, drawn([]).height) == (0, 0)
