"""Lists: every row once, in German order, forwards and backwards, on both databases."""

import re
from collections.abc import AsyncIterator
from random import Random
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from httpx2 import AsyncClient

from shared.database.paging import PAGE_SIZE, KeysetRequest, Page
from shared.database.search import fold
from shared.ids import new_id
from shared.web.kit.router import NOTICE_COOKIE
from shared.web.sessions.cookies import cookie_name
from tests.shared.web.kit.conftest import LIST
from tests.shared.web.kit.example import queries
from tests.shared.web.kit.example.forms import OrganizationSearch
from tests.shared.web.kit.example.models import Organization
from tests.shared.web.kit.example.service import Example

TENANT = "05978004"
KINDS = ("school", "carrier", "kita", "partner")


async def store(example: Example, *organizations: Organization) -> None:
    async with example.context.database.transaction() as uow:
        uow.session.add_all(organizations)


def organization(name: str, **given: Any) -> Organization:
    return Organization(**{"tenant": TENANT, "name": name, "kind": "partner", **given})


def many(count: int) -> list[Organization]:
    """Names that come several times, with umlauts; every third has no number."""
    dice = Random(7)
    stems = ("Ärztehaus", "Aula", "Öko", "Ofen", "über", "Ufer", "Zebra", "ßchule", "Straße", "1a")
    return [
        organization(
            f"{dice.choice(stems)} {dice.randrange(4)}",
            kind=dice.choice(KINDS),
            school_number=None if index % 3 == 0 else f"{dice.randrange(100000, 100009)}",
        )
        for index in range(count)
    ]


async def fetch(
    example: Example, wanted: KeysetRequest, search: OrganizationSearch | None = None
) -> Page[Organization]:
    async with example.context.database.reading() as session:
        found = search or OrganizationSearch()
        return await queries.organizations(session, TENANT, found, wanted)


async def pages(example: Example, sort: str, size: int) -> AsyncIterator[Page[Organization]]:
    page = await fetch(example, KeysetRequest(sort=sort, size=size))
    yield page
    while page.has_next:
        page = await fetch(example, KeysetRequest(sort=sort, size=size, position=page.last))
        yield page


async def names(example: Example, text: str) -> list[str]:
    page = await fetch(example, KeysetRequest(), OrganizationSearch(text=text))
    return [each.name for each in page.items]


WORDS = {"school": "Schule", "carrier": "Anstellungsträger", "kita": "Kita", "partner": "Partner"}


def in_order(all_of_them: list[Organization], sort: str) -> list[UUID]:
    """The same by Python: NULL last, and first the other way round; names and ids as a rest."""
    column = sort.removeprefix("-") or "name"
    ordered = sorted(all_of_them, key=lambda each: (fold(each.name), each.id))
    if column == "name":
        ordered.sort(key=lambda each: fold(each.name), reverse=sort.startswith("-"))
    if column == "kind":
        ordered.sort(key=lambda each: fold(WORDS[each.kind]), reverse=sort.startswith("-"))
    if column == "school_number":
        ordered.sort(key=lambda each: each.school_number or "", reverse=sort.startswith("-"))
        ordered.sort(key=lambda each: each.school_number is None)
    return [each.id for each in ordered]


@pytest.mark.parametrize("sort", ["", "name", "-name", "kind", "-kind", "school_number"])
async def test_every_row_comes_once_forwards_and_backwards(example: Example, sort: str) -> None:
    rows = many(60)
    await store(example, *rows)
    found = [page async for page in pages(example, sort, 7)]
    forwards = [each.id for page in found for each in page.items]
    assert forwards == in_order(rows, sort)
    page, backwards = found[-1], [each.id for each in found[-1].items]
    while page.has_previous:
        before = KeysetRequest(sort=sort, size=7, position=page.first, backwards=True)
        page = await fetch(example, before)
        backwards = [each.id for each in page.items] + backwards
    assert backwards == forwards
    assert (page.has_previous, page.has_next) == (False, True)


async def test_rows_without_a_value_are_last_whichever_way_a_list_is_sorted(
    example: Example,
) -> None:
    await store(example, *many(20))
    found = [page async for page in pages(example, "-school_number", 6)]
    numbers = [each.school_number for page in found for each in page.items]
    present = [number for number in numbers if number]
    assert present == sorted(present, reverse=True)
    assert numbers == [*present, *[None] * 7]


async def test_rows_that_come_and_go_neither_repeat_nor_hide_others(example: Example) -> None:
    rows = [organization(f"Haus {index:02}") for index in range(20)]
    await store(example, *rows)
    first = await fetch(example, KeysetRequest(size=5))
    async with example.context.database.transaction() as uow:
        await uow.session.delete(await uow.session.get_one(Organization, (TENANT, rows[4].id)))
    await store(example, organization("Haus 00 a"))
    second = await fetch(example, KeysetRequest(size=5, position=first.last))
    assert [each.name for each in second.items] == [f"Haus {index:02}" for index in range(5, 10)]


async def test_a_page_that_has_vanished_is_the_first_one(example: Example) -> None:
    await store(example, *(organization(f"Haus {index}") for index in range(3)))
    page = await fetch(example, KeysetRequest(size=2, position=["zzz", str(new_id())]))
    assert [each.name for each in page.items] == ["Haus 0", "Haus 1"]


@pytest.mark.parametrize("position", [["only one"], ["name", "no id"], [None, None], [[], {}]])
async def test_a_position_of_another_list_is_the_first_page(
    example: Example, position: list[Any]
) -> None:
    await store(example, *(organization(f"Haus {index}") for index in range(3)))
    page = await fetch(example, KeysetRequest(size=2, position=position))
    assert [each.name for each in page.items] == ["Haus 0", "Haus 1"]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Müllerschule", ["müller", "Mueller", "MULLER", "ÜLLER", "ller", "schule mü"]),
        ("Mueller-Schule", ["Müller", "mueller", "muller", "ueller", "schule"]),
        ("Muller", ["Müller", "mueller", "MULLER"]),
        ("Michaelschule", ["michael", "el", "chaels", "ael"]),
        ("Schule an der Straße", ["strasse", "Straße", "STRASSE", "an str"]),
        ("Łódź-Çelik", ["lodz", "Łódź", "celik"]),
        ("Grundschule 100% Natur_1", ["100%", "natur_1", "grund natur"]),
    ],
)
async def test_a_name_is_found_however_it_is_spelt(
    example: Example, name: str, asked: list[str]
) -> None:
    await store(example, organization(name), organization("Ganz anders"))
    assert {text: await names(example, text) for text in asked} == {text: [name] for text in asked}


async def test_what_is_not_in_a_name_is_not_found(example: Example) -> None:
    await store(example, organization("Müllerschule", school_number="123456"))
    for text in ("moller", "schule 654", "%", "_", "?!", "mm", "Müllerschule Unna"):
        assert await names(example, text) == []
    assert await names(example, "345") == ["Müllerschule"]


async def test_a_changed_name_is_found_and_sorted_anew(example: Example) -> None:
    first = organization("Zoo")
    await store(example, first, organization("Mitte"))
    async with example.context.database.transaction() as uow:
        (await uow.session.get_one(Organization, (TENANT, first.id))).name = "Ärzte"
    assert await names(example, "aerzte") == ["Ärzte"]
    assert await names(example, "zoo") == []
    assert await names(example, "") == ["Ärzte", "Mitte"]


async def test_no_other_municipality_is_seen(example: Example) -> None:
    await store(example, organization("Hier"), organization("Dort", tenant="05978020"))
    assert await names(example, "") == ["Hier"]


async def test_pages_are_linked_and_no_address_betrays_a_name(
    client: AsyncClient, example: Example
) -> None:
    await store(example, *(organization(f"Kita Sonnenschein {index:03}") for index in range(120)))
    page = await client.get(f"{LIST}?text=kita&kind=")
    seen = shown_names(page.text)
    while following := re.findall(r'id="weiter"[^>]* href="([^"]+)"', page.text):
        address = following[0].replace("&amp;", "&")
        assert "sonnenschein" not in unquote(address).lower()
        assert "text=kita" in address
        page = await client.get(address)
        seen += shown_names(page.text)
    assert seen == [f"Kita Sonnenschein {index:03}" for index in range(120)]
    assert re.findall(r'id="zurueck"', page.text)


def shown_names(html: str) -> list[str]:
    return re.findall(r'class="kp-list__link"[^>]*>([^<]+)<', html)


async def test_a_heading_sorts_and_says_how(client: AsyncClient, example: Example) -> None:
    await store(example, organization("B", school_number="1"), organization("A", school_number="2"))
    page = await client.get(LIST)
    assert shown_names(page.text) == ["A", "B"]
    assert page.text.count('aria-sort="ascending"') == 1
    page = await client.get(f"{LIST}?sortiert=-school_number")
    assert 'aria-sort="descending"' in page.text
    assert shown_names(page.text) == ["A", "B"]
    page = await client.get(f"{LIST}?sortiert=school_number&text=")
    assert shown_names(page.text) == ["B", "A"]
    assert '<input type="hidden" name="sortiert" value="school_number">' in page.text
    assert shown_names((await client.get(f"{LIST}?sortiert=tenant")).text) == ["A", "B"]


async def test_a_reader_chooses_how_many_rows_a_page_has(
    client: AsyncClient, example: Example
) -> None:
    await store(example, *(organization(f"Kita {index:03}") for index in range(120)))
    page = (await client.get(f"{LIST}?text=kita&kind=")).text
    assert len(shown_names(page)) == PAGE_SIZE == 25
    sizes = re.findall(r'id="je-(\d+)"[^>]* href="([^"]+)"( aria-current)?', page)
    assert [(size, bool(now)) for size, _, now in sizes] == [
        ("25", True),
        ("50", False),
        ("100", False),
    ]
    page = (await client.get(sizes[1][1].replace("&amp;", "&"))).text
    assert len(shown_names(page)) == 50
    assert '<input type="hidden" name="je" value="50">' in page
    [following] = re.findall(r'id="weiter"[^>]* href="([^"]+)"', page)
    [sorting] = re.findall(r'id="sort-kind"[^>]* href="([^"]+)"', page)
    for address, first in ((following, "Kita 050"), (sorting, "Kita 000")):
        names = shown_names((await client.get(address.replace("&amp;", "&"))).text)
        assert (len(names), names[0]) == (50, first)
    assert len(shown_names((await client.get(f"{LIST}?je=7")).text)) == 25
    assert "Je Seite" not in (await client.get(f"{LIST}?text=kita+00")).text


async def test_an_unusable_filter_is_named_and_the_rest_still_counts(
    client: AsyncClient, example: Example
) -> None:
    await store(example, organization("Aula"), organization("Bad"))
    page = await client.get(f"{LIST}?text=aula&kind=nonsense&nach=%00broken")
    assert page.status_code == 200
    assert shown_names(page.text) == ["Aula"]
    assert 'id="kind-fehler"' in page.text
    page = await client.get(f"{LIST}?text={'x' * 200}")
    assert "höchstens 160 Zeichen" in page.text
    assert shown_names(page.text) == ["Aula", "Bad"]


@pytest.mark.parametrize("position", ["nach=verändert", "vor=😀", "nach=x&vor=ä"])
async def test_a_position_nobody_has_given_is_the_first_page(
    client: AsyncClient, example: Example, position: str
) -> None:
    await store(example, organization("Aula"))
    assert shown_names((await client.get(f"{LIST}?{position}")).text) == ["Aula"]
    held = "; ".join({f"{each.name}={each.value}" for each in client.cookies.jar})
    name = cookie_name(example.context.settings.base_url, NOTICE_COOKIE)
    with_notice = {b"Cookie": f"{held}; {name}=verändert".encode("latin-1")}
    assert shown_names((await client.get(LIST, headers=with_notice)).text) == ["Aula"]


async def test_nothing_found_is_said(client: AsyncClient, example: Example) -> None:
    await store(example, organization("Aula"))
    page = await client.get(f"{LIST}?text=zebra")
    assert "Keine Einträge" in page.text
    assert "<table" not in page.text
