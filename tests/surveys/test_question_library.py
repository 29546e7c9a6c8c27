"""Offices let each other use their questionnaires, with origin and licence."""

import json

from tests.conftest import OpenHouse
from tests.surveys.conftest import Surveys
from tests.surveys.question_desk import QuestionDesk, exported
from tests.towns import BERGKAMEN, KAMEN


async def test_what_one_office_publishes_another_takes_over_and_is_told_of_a_newer_version(
    open_either_house: OpenHouse,
) -> None:
    towns = frozenset({BERGKAMEN, KAMEN})
    surveys = Surveys(await open_either_house("surveys", municipalities=towns))
    kamen, desk = QuestionDesk(surveys, KAMEN), QuestionDesk(surveys)
    theirs = await kamen.read(exported())
    item = await _published(kamen, theirs, licence="cc_by_sa")
    assert item.removeprefix("/bibliothek/") in await desk.see("/bibliothek")
    assert (await desk.send(f"{item}/zurueckziehen", number="1")).status_code == 404
    mine = await desk.done(f"{item}/uebernehmen")
    assert "CC BY-SA 4.0" in await desk.see(mine)
    assert "Neuere Fassung" not in await desk.see(mine)
    await kamen.done(f"{theirs}/abschnitte/neu", de="Neu")
    await kamen.done(f"{theirs}/abschnitte/s7/fragen/neu", kind="text", de="Noch etwas?")
    newer = await _published(kamen, theirs, licence="cc_by_sa")
    page = await desk.see(mine)
    assert f"/frageboegen{newer}" in page
    assert "Noch etwas?" not in page, "it is offered, never pushed"
    version = await desk.done(f"{mine}/fassungen")
    other = await desk.send(f"{version}/veroeffentlichen", about="Für alle.", licence="cc0")
    assert "unter gleichen Bedingungen" in other.text
    await kamen.done(f"{newer}/zurueckziehen", number="2")
    assert "Neuere Fassung" not in await desk.see(mine)
    saved = json.loads(await desk.see(f"{mine}/datei"))
    assert saved["document"]["sections"][1]["questions"][0]["show_if"]
    assert saved["licence"] == "cc_by_sa"
    await desk.read(saved)


async def _published(desk: QuestionDesk, key: str, licence: str) -> str:
    version = await desk.done(f"{key}/fassungen")
    return await desk.done(f"{version}/veroeffentlichen", about="Für alle.", licence=licence)
