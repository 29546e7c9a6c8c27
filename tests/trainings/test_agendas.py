"""An agenda is prepared by the office, read by everybody, and carried from meeting to meeting."""

import re

import pytest
from pydantic_core import PydanticCustomError

from shared.web.papers import sound_papers
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, HTML, OFFICE, Meeting, meeting

AGENDA = "/tagesordnung"


async def add(held: Meeting, title: str, **given: str) -> None:
    form = {"title": title, "minutes": "30", "kind": "discussion"} | given
    answer = await held.post(f"{AGENDA}/neu", **form)
    assert answer.status_code == 303, answer.text


async def items(held: Meeting) -> dict[str, str]:
    """Ids by title, in the order of the agenda."""
    page = await held.page(AGENDA)
    return {title: key for key, title in re.findall(r'/([0-9a-f-]{36})" aria-label="(.+?) ä', page)}


async def test_items_begin_one_after_the_other(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    reader = await held.somebody("Nele Ahrens")
    await add(held, "Begrüßung", minutes="10", kind="info", who="Koordinierungsstelle")
    await add(held, "Fallzahlen", who="nele ahrens", note="Bitte <b>mitbringen</b>")
    page = (await reader.get(f"{CATALOGUE}/{held.id}")).text
    assert "9:00 Uhr: Begrüßung" in page
    assert "9:10 Uhr: Fallzahlen" in page
    assert "Nele Ahrens" in page
    assert "Bitte &lt;b&gt;mitbringen" in page


async def test_an_item_changes_places_with_its_neighbour(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    for each in ("Eins", "Zwei", "Drei"):
        await add(held, each)
    known = await items(held)
    await held.post(f"{AGENDA}/{known['Drei']}/hoch")
    await held.post(f"{AGENDA}/{known['Eins']}/hoch")
    assert list(await items(held)) == ["Eins", "Drei", "Zwei"]
    await held.post(f"{AGENDA}/{known['Drei']}/entfernen")
    assert list(await items(held)) == ["Eins", "Zwei"]


async def test_an_agenda_begins_as_the_last_one_of_its_kind(open_house: OpenHouse) -> None:
    first = await meeting(open_house, kind="working_group", days=10)
    await first.post(f"{AGENDA}/vorlage")
    assert "Begrüßung, Protokoll des letzten Treffens" in await items(first)
    known = await items(first)
    await first.post(f"{AGENDA}/{known['Schwerpunkt']}", title="Thema", minutes="50", version="1")
    later = await Meeting(first.house).make(kind="working_group", days=90)
    assert "Vom letzten Treffen übernehmen" in await later.page(AGENDA)
    await later.post(f"{AGENDA}/vorlage")
    await later.post(f"{AGENDA}/vorlage")
    assert len(await items(later)) == 5
    assert "Thema" in await items(later)


async def test_what_was_typed_wrongly_or_overtaken_is_told(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    refused = await held.post(f"{AGENDA}/neu", title="Thema", minutes="0", kind="info")
    assert refused.status_code == 422
    await add(held, "Thema")
    key = (await items(held))["Thema"]
    given = {"title": "Meins", "minutes": "5", "kind": "info", "version": "1"}
    assert (await held.post(f"{AGENDA}/{key}", **given)).status_code == 303
    late = await held.post(f"{AGENDA}/{key}", **(given | {"title": "Deins"}))
    assert late.status_code == 409
    assert "Meins" in late.text


async def test_more_than_the_date_has_time_for_is_said(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    await add(held, "Alles", minutes="480")
    assert "30 Minuten länger" in await held.page(AGENDA)


async def test_an_agenda_is_prepared_before_there_is_a_date(open_house: OpenHouse) -> None:
    first = await meeting(open_house, kind="working_group", days=10)
    await add(first, "Fallzahlen")
    form = {"kind": "working_group", "title": "Arbeitskreis", "version": "0"}
    answer = await first.http.post(f"{OFFICE}/neu", data=form, headers=HTML)
    draft = Meeting(first.house, answer.headers["location"].rpartition("/")[2])
    await draft.post(f"{AGENDA}/vorlage")
    assert list(await items(draft)) == ["Fallzahlen"]
    assert "Uhr" not in (await draft.page(AGENDA)).partition("<ol")[2].partition("</ol>")[0]
    assert "kein nächstes Treffen" in await draft.page("/protokoll/punkte")


async def test_what_is_to_be_read_leads_where_it_says_and_comes_along(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, days=3)
    reader = await held.somebody("Nele Ahrens")
    await held.register(reader)
    papers = (
        "Tischvorlage.pdf: https://bergkamen.example/a?b=1&c=2\r\n\r\nGesetz https://recht.example"
    )
    await add(held, "Thema", papers=papers)
    for page in (
        (await reader.get(f"{CATALOGUE}/{held.id}")).text,
        await held.page(AGENDA),
        await held.page("/protokoll"),
    ):
        assert 'href="https://bergkamen.example/a?b=1&amp;c=2" rel="noopener noreferrer"' in page
        assert ">Tischvorlage.pdf</a>" in page
    key = (await items(held))["Thema"]
    again = await held.page(f"{AGENDA}/{key}")
    assert "Tischvorlage.pdf https://bergkamen.example/a?b=1&amp;c=2\nGesetz https://recht" in again


@pytest.mark.parametrize(
    "line",
    [
        "nur Text",
        "https://ohne.example",
        "Unsicher http://bergkamen.example",
        "Leer https://",
        "Umweg https://bergkamen.example@anderswo.example",
        "https://bergkamen.example https://anderswo.example",
        "www.land.nrw https://anderswo.example",
        "Erlass (schulministerium.nrw/erlass) https://anderswo.example",
        "Bruch https://[",
        'Zeichen https://bergkamen.example/"onclick',
        "Programm javascript:alert(1)",
        "Seite von hier /trainings/angebote",
        "a https://b.example\n" * 11,
    ],
)
def test_a_line_that_leads_nowhere_or_elsewhere_is_refused(line: str) -> None:
    with pytest.raises(PydanticCustomError):
        sound_papers(line)
