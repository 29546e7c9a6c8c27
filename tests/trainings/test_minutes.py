"""Minutes are written together, published once, and corrected from then on."""

import re
from datetime import timedelta

from httpx2 import Response
from sqlalchemy import select

from services.trainings.decisions.models import Decision
from services.trainings.minutes.rules import compared
from services.trainings.minutes.values import Piece
from shared.clock import local_date
from shared.contracts.meetings import ACTIONS
from shared.database.tables import table_of
from tests.conftest import OpenHouse
from tests.pdf_text import lines
from tests.trainings.meeting import CATALOGUE, HTML, Meeting, meeting
from tests.trainings.test_agendas import add, items

MINUTES = "/protokoll"
WRITE, ITEMS, PUBLISH = (
    f"{MINUTES}/{each}" for each in ("schreiben", "punkte", "veroeffentlichen")
)


async def held_meeting(open_house: OpenHouse) -> Meeting:
    """A working group that has begun."""
    return await meeting(open_house, kind="working_group", days=1)


def begin(held: Meeting) -> None:
    held.house.clock.forward(timedelta(days=2))


async def publish(held: Meeting, text: str = "Wir haben gesprochen.") -> None:
    await held.post(WRITE, text=text, version="0")
    answer = await held.post(PUBLISH)
    assert answer.status_code == 303, answer.text


async def test_whoever_was_slower_sees_both_texts_and_keeps_their_own(
    open_house: OpenHouse,
) -> None:
    held = await held_meeting(open_house)
    assert (await held.post(WRITE, text="Anna schreibt", version="0")).status_code == 303
    late = await held.post(WRITE, text="Bert <script>schreibt</script>", version="0")
    assert late.status_code == 409
    assert "Anna schreibt" in late.text
    assert "Bert &lt;script&gt;schreibt" in late.text
    assert 'name="version" value="1"' in late.text
    assert "Bert &lt;script&gt;" in await held.page(WRITE)
    assert "Anna schreibt" in await held.page(MINUTES)


async def test_a_draft_stays_with_who_wrote_it(open_house: OpenHouse) -> None:
    held = await held_meeting(open_house)
    await held.post(WRITE, text="Halb fertig", version="0", step="keep")
    assert "Halb fertig" in await held.page(WRITE)
    assert "Halb fertig" not in await held.page(MINUTES)
    await held.post(WRITE, text="Fertig", version="0")
    assert "Sie haben einen Entwurf" not in await held.page(MINUTES)


async def test_an_earlier_revision_is_compared_and_comes_back_as_a_new_one(
    open_house: OpenHouse,
) -> None:
    held = await held_meeting(open_house)
    await held.post(WRITE, text="Das Wetter war gut", version="0")
    await held.post(WRITE, text="Das Wetter war schlecht", version="1")
    second = await held.page(f"{MINUTES}/fassungen/2")
    assert re.search(r"<del>.*gut</del><ins>.*schlecht</ins>", second)
    stale = await held.post(f"{MINUTES}/fassungen/1", version="1")
    assert "Inzwischen wurde weitergeschrieben" in stale.text
    await held.post(f"{MINUTES}/fassungen/1", version="2")
    assert "wie Fassung 1" in await held.page(f"{MINUTES}/fassungen")
    assert "Das Wetter war gut" in await held.page(MINUTES)


async def test_what_was_not_reached_comes_back_once_with_where_it_is_from(
    open_house: OpenHouse,
) -> None:
    held = await held_meeting(open_house)
    later = await Meeting(held.house).make(kind="working_group", days=90)
    sooner = await Meeting(held.house).make(kind="working_group", days=60)
    for each in ("Erledigt", "Offen", "Irgendwann"):
        await add(held, each)
    known = await items(held)
    said = {"carried": known["Offen"], "kept": known["Irgendwann"], "seen": list(known.values())}
    assert "noch nicht begonnen" in (await held.post(ITEMS, **said)).text
    begin(held)
    assert (await held.post(ITEMS, **said)).status_code == 303
    assert "Das wurde schon gesagt" in (await held.post(ITEMS, **said)).text
    assert list(await items(sooner)) == ["Offen"]
    assert "übertragen aus Kinderschutz im Ganztag vom" in await sooner.page("/tagesordnung")
    kept = f"/tagesordnung/{known['Irgendwann']}/aufnehmen"
    for other in (later, later, sooner):
        await other.post(kept)
    assert list(await items(later)) == ["Irgendwann"]
    assert list(await items(sooner)) == ["Offen"]


async def test_an_item_that_came_meanwhile_is_not_done_with_unseen(open_house: OpenHouse) -> None:
    held = await held_meeting(open_house)
    await add(held, "Eins")
    known = await items(held)
    begin(held)
    await add(held, "Zwei")
    answer = await held.post(ITEMS, seen=list(known.values()))
    assert "hat sich inzwischen geändert" in answer.text
    both = list((await items(held)).values())
    twice = await held.post(ITEMS, seen=both, kept=both[0], dropped=both[0])
    assert "mehr als eines angekreuzt" in twice.text
    lonely = await held.post(ITEMS, seen=both, carried=both[0])
    assert "kein nächstes Treffen" in lonely.text


async def test_those_who_were_there_read_what_is_published_and_nobody_else(
    open_house: OpenHouse,
) -> None:
    held = await held_meeting(open_house)
    guest, other = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    excused = await held.somebody("Ida Cors")
    for each in (guest, excused):
        await held.register(each)
    await excused.post(f"{CATALOGUE}/{held.id}/abmelden")
    path = f"{CATALOGUE}/{held.id}/protokoll"
    assert (await guest.get(path)).status_code == 404
    counted = {"in_favour": "12", "against": "1", "abstained": "1"}
    await held.post(f"{MINUTES}/beschluesse/neu", text="Wir treffen uns im Mai.", **counted)
    due_on = (local_date(held.house.clock.now()) + timedelta(days=20)).isoformat()
    given = {"title": "Einen Raum suchen", "who": "Nele Ahrens", "due_on": due_on}
    action = await held.http.post(f"{ACTIONS}/fuer/{held.id}", data=given, headers=HTML)
    assert action.status_code == 303
    await add(held, "Räume", papers="Grundriss https://plan.example/a")
    begin(held)
    await held.post(ITEMS, seen=list((await items(held)).values()))
    await publish(held)
    page = (await guest.get(path)).text
    assert "Wir haben gesprochen." in page
    assert re.search(r"<strong>20\d\d-1</strong>: Wir treffen uns im Mai", page)
    assert "Nele Ahrens" in page
    assert 'href="https://plan.example/a"' in page
    assert "Protokoll lesen" in (await guest.get(f"{CATALOGUE}/{held.id}")).text
    file = await guest.get(f"{path}/datei")
    said = " ".join(each.text.strip() for each in lines(file.content))
    assert "12 dafür, 1 dagegen, 1 Enthaltung" in said
    assert "Einen Raum suchen Nele Ahrens" in said
    assert "Grundriss https://plan.example/a" in said
    assert "Protokoll lesen" in (await excused.get(f"{CATALOGUE}/{held.id}")).text
    assert (await excused.get(path)).status_code == 200
    for ending in ("", "/datei"):
        assert (await other.get(path + ending)).status_code == 404


async def test_what_is_published_is_only_corrected(open_house: OpenHouse) -> None:
    held = await held_meeting(open_house)
    begin(held)
    assert "noch nicht veröffentlicht" in (await correct(held)).text
    await publish(held)
    for path, given in (
        (WRITE, {"text": "Anders", "version": "1"}),
        (WRITE, {"text": "Anders", "version": "1", "step": "keep"}),
        (f"{MINUTES}/fassungen/1", {"version": "1"}),
        (f"{MINUTES}/beschluesse/neu", {"text": "Noch einer"}),
        (PUBLISH, {}),
    ):
        assert "wird nicht mehr geändert" in (await held.post(path, **given)).text
    await correct(held)
    page = (await held.http.get(f"{CATALOGUE}/{held.id}/protokoll")).text
    assert "Es waren vier." in page
    assert "Grund: verzählt" in page
    assert "Wir haben gesprochen." in page


async def correct(held: Meeting) -> Response:
    return await held.post(f"{MINUTES}/berichtigen", text="Es waren vier.", reason="verzählt")


async def test_decisions_are_numbered_without_a_gap_in_their_year(open_house: OpenHouse) -> None:
    first = await held_meeting(open_house)
    second = await Meeting(first.house).make(kind="exchange", days=1)
    begin(first)
    for held in (first, second):
        for number in range(2):
            await held.post(f"{MINUTES}/beschluesse/neu", text=f"Beschluss {number}")
        await publish(held)
    query = select(table_of(Decision).c.number).order_by(table_of(Decision).c.at)
    rows = await first.house.rows("trainings", query)
    assert [each.number for each in rows] == [1, 2, 3, 4]


def test_words_are_compared_where_lines_differ() -> None:
    assert compared("a b\nc\n", "a x\nc\nd") == [
        Piece("both", "a "),
        Piece("old", "b"),
        Piece("new", "x"),
        Piece("both", "\nc\n"),
        Piece("new", "d"),
    ]
    long = " ".join(str(each) for each in range(4000))
    assert [each.of for each in compared(long, f"x {long}")] == ["old", "new"]


def test_thousands_of_lines_that_are_alike_keep_nobody_waiting() -> None:
    many = "a\n" * 9000
    assert [each.of for each in compared(many, f"{many}b")] == ["old", "new"]
    assert compared(many, many) == [Piece("both", many)]
