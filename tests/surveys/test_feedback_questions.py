"""An office asks up to three questions of its own about a gathering, until people are asked."""

from io import BytesIO

from openpyxl import load_workbook

from services.surveys.feedback_questions.values import REFUSED
from tests.surveys.conftest import BROWSER, Surveys
from tests.surveys.feedback_round import TITLE, FeedbackRound

PLACE, ROOM = "Der Ort war gut zu erreichen.", "Welcher Raum war zu klein?"
OWN = (
    {"kind": "scale", "text": PLACE},
    {"kind": "choice", "text": ROOM, "options": "Saal\nWerkstatt\nSaal\n\nkeiner"},
    {"kind": "text", "text": "=Was fehlte?"},
)


async def asking(surveys: Surveys, people: int) -> FeedbackRound:
    """With all three, and everybody asked."""
    round_ = FeedbackRound(surveys)
    await round_.known()
    for each in OWN:
        assert (await round_.office("/fragen/neu", **each)).status_code == 303
    await round_.ask(people)
    return round_


async def test_three_questions_are_added_and_freeze_when_people_are_asked(
    surveys: Surveys,
) -> None:
    round_ = FeedbackRound(surveys)
    assert (await round_.office("/fragen")).status_code == 404, "nobody knows of it yet"
    await round_.known()
    few = await round_.office("/fragen/neu", kind="choice", text=ROOM, options="Saal\nSaal")
    many = "\n".join(map(str, range(9)))
    nine = await round_.office("/fragen/neu", kind="choice", text=ROOM, options=many)
    usual = await round_.office("/fragen/neu", kind="text", text="was war GUT?")
    for answer, code in ((few, "options-missing"), (nine, "options-missing")):
        assert (answer.status_code, REFUSED[code] in answer.text) == (422, True)
    assert REFUSED["question-known"] in usual.text
    for each in (*OWN, {"kind": "text", "text": "Noch eine?"}):
        last = await round_.office("/fragen/neu", **each)
    assert REFUSED["too-many-questions"] in last.text
    page = (await round_.office("/fragen")).text
    assert "Mehr als drei sind nicht möglich" in page
    third = page.rpartition("/entfernen")[0].rpartition("/")[2]
    assert (await round_.office(f"/fragen/{third}/entfernen", vorgang="x")).status_code == 303
    await round_.ask(6)
    for path in ("/fragen/neu", f"/fragen/{third}/entfernen"):
        assert (await round_.office(path, **OWN[2])).status_code in (404, 422)
    frozen = (await round_.office("/fragen")).text
    assert "Die Fragen stehen fest" in frozen
    assert (PLACE in frozen, "Was fehlte" in frozen) == (True, False)


async def test_own_questions_are_asked_checked_and_shown_with_the_others(
    surveys: Surveys,
) -> None:
    round_ = await asking(surveys, 12)
    page = (await surveys.house.http.get(round_.paths[0], headers=BROWSER)).text
    assert page.index(PLACE) < page.index(ROOM) < page.index("Was fehlte?")
    assert page.count("keine Angabe") == 6
    missing = await round_.send(round_.paths[0], step="", own1="7", own2="")
    assert missing.count("Bitte wählen Sie eine Antwort aus, oder") >= 2
    check = await round_.send(round_.paths[0], step="", own1="4", own2="2", own3="=Zeit")
    assert all(each in check for each in ("trifft eher zu", "Werkstatt", "=Zeit"))
    for number, path in enumerate(round_.paths[:11]):
        said = {"own1": "none" if number == 10 else "4", "own2": "12"[number % 2]}
        assert "eingegangen" in await round_.send(path, **said, own3=f"=Zeit {number}")
    await round_.end()
    found = (await round_.office()).text
    assert "11 haben geantwortet" in found
    assert found.count("=Zeit ") == 11
    await _is_saved_as_results(round_)


async def _is_saved_as_results(round_: FeedbackRound) -> None:
    text = (await round_.office("/auswertung?als=csv")).content.decode("utf-8")
    assert text.startswith("\ufeffNr.;Frage;Art;Angezeigt;Beantwortet;Keine Angabe;Antwort;Zahl")
    lines = [each.split(";") for each in text.splitlines()]
    assert next(each for each in lines if each[1] == PLACE)[3:6] == ["11", "10", "1"]
    assert [each[6] for each in lines if each[1] == ROOM] == ["Saal", "Werkstatt", "keiner"]
    assert [each[7] for each in lines if each[1] == ROOM] == ["6", "5", "0"]
    assert any("zu wenige Antworten" in each for each in lines if each[0] == "4")
    assert "'=Was fehlte?" in text
    book = load_workbook(BytesIO((await round_.office("/auswertung?als=xlsx")).content))
    cells = [[each.value for each in row] for row in book.active.iter_rows()]
    assert [each[7] for each in cells if each[1] == ROOM] == [6, 5, 0]
    assert all(each.data_type != "f" for row in book.active for each in row)
    paper = await round_.office("/datei")
    assert paper.content.startswith(b"%PDF-")
    assert TITLE in (await round_.office()).text


async def test_of_seven_a_choice_is_told_in_words_and_nothing_is_saved_in_numbers(
    surveys: Surveys,
) -> None:
    round_ = await asking(surveys, 8)
    assert (await round_.office("/datei")).status_code == 303
    for path in round_.paths[:7]:
        await round_.send(path, own1="2", own2="1", own3="Murmelbahn")
    assert "Saal" not in (await round_.office("/auswertung?als=csv")).text
    await round_.end()
    page = (await round_.office()).text
    assert "die meisten" in page
    assert "Murmelbahn" not in page
    text = (await round_.office("/auswertung?als=csv")).text
    assert {each.split(";")[7] for each in text.splitlines()[1:]} == {""}
    assert "trifft eher nicht zu" in text
