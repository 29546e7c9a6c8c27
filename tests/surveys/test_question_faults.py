"""What may not be asked, what somebody was faster with, and what leaves the house as a file."""

import json
import re

import pytest

from services.surveys.drafts.forms import REFUSED
from tests.surveys.conftest import Surveys
from tests.surveys.question_desk import QuestionDesk, exported

OPTIONS = "ja\nnein"
NUMBER = b"""{"title": "A", "document": {"sections": [{"key": "s1", "title": {"de": "A"},
 "questions": [{"key": "q1", "kind": "number", "text": {"de": "A"}, "least": "%s"}]}]}}"""


async def test_what_nobody_could_answer_is_said_and_not_kept(surveys: Surveys) -> None:
    desk = QuestionDesk(surveys)
    key = await desk.new()
    new = f"{key}/abschnitte/s1/fragen/neu"
    many = "\n".join(map(str, range(500)))
    huge = await desk.send(new, kind="single", de="Welche?", options=many)
    assert (huge.status_code, REFUSED["too-many-options"] in huge.text) == (422, True)
    rows = await desk.send(new, kind="matrix", de="Welche?", options=OPTIONS, rows=many[:400])
    assert REFUSED["too-many-rows"] in rows.text
    assert "Noch keine Frage auf dieser Seite" in await desk.see(key)
    number = await desk.done(new, kind="number", de="Wie viele?")
    given = {"de": "Wie viele?", "version": await desk.version(f"{number}/bearbeiten")}
    wrong = await desk.send(f"{number}/bearbeiten", **given, classes="5; 0")
    assert REFUSED["not-a-number"] in wrong.text
    fine = await desk.send(f"{number}/bearbeiten", **given, classes="0; 1e-999999999")
    assert REFUSED["not-a-number"] in fine.text
    assert (await desk.send(f"{number}/antworten/neu", lines="ja")).status_code == 404
    await desk.done(f"{number}/bearbeiten", **given, least="5", most="2")
    assert "nicht kleiner als die größte" in await desk.see(number)
    assert await desk.done(f"{key}/fassungen") == key, "it leads to what is missing"


async def test_a_question_that_moves_before_what_it_depends_on_is_shown_as_wrong(
    surveys: Surveys,
) -> None:
    desk = QuestionDesk(surveys)
    key = await desk.read(exported())
    assert "So kann gefragt werden" in await desk.see(key)
    await desk.done(f"{key}/teile/q6/hoch")
    page = await desk.see(key)
    assert "steht nicht in einem früheren Abschnitt" in page
    assert f'{key}/fragen/q6">Warum?</a>: ' in page
    gone = f"{key}/teile/q2/entfernen"
    assert "Eine Frage hängt davon ab" in await desk.see(gone)
    await desk.done(gone, version=await desk.version(gone))
    assert "steht nicht im Fragebogen" in await desk.see(key)


async def test_a_file_with_parts_that_its_kind_does_not_read_is_refused(surveys: Surveys) -> None:
    """Whoever answers such a question would see it, answer, and lose what they said."""
    desk, odd = QuestionDesk(surveys), exported()
    first, second = (each["questions"][0] for each in odd["document"]["sections"])
    first["rows"] = [{"key": "z1", "text": {"de": "Raum"}}, {"key": "z2", "text": {"de": "Zeit"}}]
    second |= {"kind": "number", "options": first["options"]}
    answer = await desk.file(json.dumps(odd).encode())
    assert "Zu „Auswahl (eine Antwort)“ gibt es keine Zeilen." in answer.text
    assert "Zu „Zahl“ gibt es keine Antworten zum Ankreuzen." in answer.text


async def test_a_file_whose_keys_leave_no_room_for_another_is_refused(surveys: Surveys) -> None:
    far = exported()
    far["document"]["sections"][1]["key"] = "s999999999999999"
    answer = await QuestionDesk(surveys).file(json.dumps(far).encode())
    assert "endet auf eine zu große Zahl" in answer.text


async def test_whoever_is_slower_sees_both_texts_and_loses_none(surveys: Surveys) -> None:
    desk = QuestionDesk(surveys)
    key = await desk.new("Zwei zugleich", "de-x-leicht")
    form = f"{key}/abschnitte/s1/bearbeiten"
    seen = await desk.version(form)
    await desk.done(form, de="Die Schnelle", leicht="Leicht", version=seen)
    late = await desk.send(form, de="Der Langsame", leicht="", version=seen)
    assert late.status_code == 409
    assert all(each in late.text for each in ("Die Schnelle", "Der Langsame", "Leicht"))
    assert "Türkçe" not in late.text
    now = re.findall(r'name="version" value="(\d+)"', late.text)[0]
    await desk.done(form, de="Der Langsame", leicht="", version=now)
    assert "Leichte Sprache" in await desk.see(key)


async def test_a_key_is_never_given_twice_and_a_copy_keeps_its_conditions(
    surveys: Surveys,
) -> None:
    desk = QuestionDesk(surveys)
    key = await desk.read(exported())
    first = await desk.done(f"{key}/abschnitte/s5/fragen/neu", kind="text", de="Neu?")
    gone = f"{key}/teile/{first.rpartition('/')[2]}/entfernen"
    await desk.done(gone, version=await desk.version(gone))
    again = await desk.done(f"{key}/abschnitte/s5/fragen/neu", kind="text", de="Neu?")
    assert (first.rpartition("/")[2], again.rpartition("/")[2]) == ("q7", "q8")
    await desk.done(f"{key}/fassungen")
    refused = await desk.send(f"{key}/entfernen", x="")
    assert "festgehaltene Fassungen" in refused.text
    copy = await desk.done(f"{key}/kopieren")
    page = await desk.see(copy)
    assert "Kopie von Aus einer Datei" in page
    assert "nur wenn bei „Arbeiten Sie hier?“ „nein“ gewählt ist" in page
    assert "Noch keine Fassung" in await desk.see(f"{copy}/fassungen")
    await desk.done(f"{copy}/entfernen")


async def test_two_versions_are_compared_in_words(surveys: Surveys) -> None:
    desk = QuestionDesk(surveys)
    key = await desk.read(exported())
    await desk.done(f"{key}/fassungen")
    assert "Kein Unterschied" in await desk.see(f"{key}/unterschied")
    form = f"{key}/fragen/q2/antworten/a3/bearbeiten"
    await desk.done(form, de="ja, immer", version=await desk.version(form))
    await desk.done(f"{key}/fragen/q2/antworten/neu", lines="ja, immer\nmanchmal")
    await desk.done(f"{key}/fragen/q6/bedingungen/q2.is.a4./entfernen")
    page = await desk.see(f"{key}/unterschied?von=1&bis=2")
    for each in (
        "Antwort (Deutsch): „ja“ heißt jetzt „ja, immer“.",
        "Neue Antwort: „manchmal“.",
        "nicht vergleichbar",
        "Gefragt wird: alle.",
    ):
        assert each in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"title": "Halb', "kein lesbares JSON"),
        (b"\0\0\0", "keine JSON-Datei"),
        (b"[]", "enthält keinen Fragebogen"),
        (b'{"title": "A\\u0000", "document": {}}', "„title“"),
        (b'{"title": "A", "document": {}, "answers": []}', "„answers“ gehört nicht"),
        (b'{"title": "A", "document": {"sections": [{"key": "' + b"x" * (2**20), "größer als 1"),
        (b"[" * 100_000, "JSON"),
        (NUMBER % b"1e-999999999", "least"),
        (NUMBER % b"1e999999999", "least"),
    ],
)
async def test_a_file_that_is_no_questionnaire_says_why(
    surveys: Surveys, content: bytes, said: str
) -> None:
    answer = await QuestionDesk(surveys).file(content)
    assert (answer.status_code, said in answer.text) == (422, True)


async def test_a_file_with_keys_that_clash_or_too_many_answers_becomes_no_draft(
    surveys: Surveys,
) -> None:
    desk = QuestionDesk(surveys)
    clash = exported()
    clash["document"]["sections"][1]["key"] = "s1"
    assert "„s1“ gibt es zweimal" in (await desk.file(json.dumps(clash).encode())).text
    many = exported()
    options = [{"key": f"o{n}", "text": {"de": "x"}} for n in range(500)]
    many["document"]["sections"][0]["questions"][0]["options"] = options
    assert "Mehr als 30 Antworten" in (await desk.file(json.dumps(many).encode())).text
