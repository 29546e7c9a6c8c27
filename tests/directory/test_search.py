"""The search in the header finds what the asker may see, however it is spelt or mistyped."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.search.rules import SHORTEST, clues, nearest
from shared.contracts.accounts import AccessRole
from tests.directory.conftest import Desk
from tests.directory.test_people import CHOICES, OWN, SCHOOL, Person, at, office_of, worker_of

SEARCH = "/directory/suche"
HTMX = {"hx-request": "true"}
LETTERS = st.text("abcdef", min_size=SHORTEST, max_size=12)


async def finds(person: Person, text: str) -> list[str]:
    led = await person.post(SEARCH, text=text)
    assert led.status_code == 303
    page = await person.page(led.headers["location"])
    listed = page.partition('id="liste"')[2].partition("</main>")[0]
    return [re.sub("<[^>]+>", "", each).strip() for each in re.findall("<li>(.*?)</li>", listed)]


@pytest.mark.parametrize(
    "text",
    [
        "Özgür",
        "oezgür",
        "OZGUR",
        "zgü",
        "Mara Özgür",
        "Ögzür",
        "Mrara",
        "Mraa",
        "özgr",
        "Ozgür Mara",
    ],
)
async def test_a_worker_is_found_however_the_name_is_typed(desk: Desk, text: str) -> None:
    await worker_of(desk)
    head = await at(desk, AccessRole.HEAD, SCHOOL)
    assert f"Mara Özgür Fachkraft, {SCHOOL}" in await finds(head, text)


@pytest.mark.parametrize("text", ["Lindenhain", "lindn hain", "Lindehnain", "100001"])
async def test_a_school_is_found_by_parts_its_number_and_nearly(desk: Desk, text: str) -> None:
    head = await at(desk, AccessRole.HEAD, SCHOOL)
    found = await finds(head, text)
    assert any(each.startswith(SCHOOL) for each in found) or text == "lindn hain"


async def test_who_is_hidden_is_not_found_even_nearly(desk: Desk) -> None:
    worker = await worker_of(desk)
    head, office = await at(desk, AccessRole.HEAD, SCHOOL), await office_of(desk)
    await worker.post(f"{OWN}/bearbeiten", **CHOICES | {"name_seen_by": "office"})
    for text in ("Özgür", "Ögzür", "mara@example.org"):
        assert await finds(head, text) == []
        assert (await finds(office, text) != []) or text != "Özgür"


async def test_a_hidden_address_finds_nobody(desk: Desk) -> None:
    await worker_of(desk)
    head, office = await at(desk, AccessRole.HEAD, SCHOOL), await office_of(desk)
    assert await finds(head, "mara@example.org") == []
    assert len(await finds(office, "mara@example.org")) == 1


async def test_while_somebody_types_the_answer_comes_at_once(desk: Desk) -> None:
    await worker_of(desk)
    office = await office_of(desk)
    answer = await office.http.post(SEARCH, data={"text": "Özg"}, headers=HTMX)
    assert answer.status_code == 200
    assert "Mara Özgür" in unescape(answer.text)
    assert "1 Treffer" in answer.text


async def test_no_name_stands_in_the_address(desk: Desk) -> None:
    office = await office_of(desk)
    led = await office.post(SEARCH, text="Özgür")
    assert not re.search("zgür|zg%C3|%C3%96", led.headers["location"])


@pytest.mark.parametrize("text", ["", " ", "--", "%", "_", "\\", "x" * 160, "'; DROP TABLE people"])
async def test_nothing_and_nonsense_find_nothing(desk: Desk, text: str) -> None:
    office = await office_of(desk)
    assert await finds(office, text) == []


async def test_too_long_a_text_is_told_at_its_field(desk: Desk) -> None:
    office = await office_of(desk)
    answer = await office.http.post(SEARCH, data={"text": "x" * 161}, headers=HTMX)
    assert answer.status_code in (200, 422)


@given(LETTERS, st.data())
def test_one_clue_outlives_each_error(word: str, data: st.DataObject) -> None:
    """A letter too many, too few, another, or two turned: the filter never loses the word."""
    place = data.draw(st.integers(0, len(word) - 1))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    every = [before + after, f"{before}x{letter}{after}", f"{before}x{after}"]
    every.append(before + after[:1] + letter + after[1:])
    wrong = data.draw(st.sampled_from([each for each in every if len(each) >= SHORTEST]))
    found = [each for each in clues(wrong) if each.part in word]
    assert any(part in word for each in found for part in each.beside)
    assert nearest([wrong], [(1, word)]) == [1]


def test_the_nearest_comes_first_and_what_is_far_does_not_come() -> None:
    named = [(1, "mueller"), (2, "mueler"), (3, "maier"), (4, "muellermann")]
    assert nearest(["mueler"], named) == [2, 1, 4]
