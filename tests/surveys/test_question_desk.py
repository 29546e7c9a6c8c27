"""An office writes a questionnaire, part by part, without scripts."""

import re

from tests.surveys.conftest import Surveys
from tests.surveys.question_desk import QuestionDesk

SCHOOLS = "Grundschule\nGesamtschule\n\nGrundschule\nFörderschule"


async def asked(desk: QuestionDesk, key: str, section: str = "s1", **given: object) -> str:
    """The address of a new question."""
    usual = {"kind": "single", "de": "Wo arbeiten Sie?", "options": SCHOOLS}
    return await desk.done(f"{key}/abschnitte/{section}/fragen/neu", **{**usual, **given})


async def test_a_questionnaire_of_every_kind_is_written_and_frozen(surveys: Surveys) -> None:
    desk = QuestionDesk(surveys)
    key = await desk.new()
    for kind in ("multiple", "scale", "number", "date", "text", "single"):
        await asked(desk, key, kind=kind, de=f"Frage {kind}?")
    for kind in ("matrix", "ranking"):
        question = await asked(desk, key, kind=kind, de=f"Frage {kind}?", rows="Raum\nZeit")
        assert "Raum" in await desk.see(question)
    page = await desk.see(key)
    assert page.count("Frage ") >= 8
    assert "Geprüft: So kann gefragt werden" in page
    assert "/surveys/umfragen/neu?questionnaire=" in page
    version = await desk.done(f"{key}/fassungen")
    assert "Gesamtschule" in await desk.see(version)
    assert await desk.done(f"{key}/fassungen") == version, "nothing has changed"
    for path in ("/vorschau", "/vorschau?breite=telefon", "/druck", "/fassungen", "/unterschied"):
        await desk.see(key + path)
    await desk.see()


async def test_a_condition_is_chosen_in_two_steps_and_the_preview_obeys_it(
    surveys: Surveys,
) -> None:
    desk = QuestionDesk(surveys)
    key = await desk.new()
    where = (await asked(desk, key)).rpartition("/")[2]
    await desk.done(f"{key}/abschnitte/neu", de="Mehr")
    section = re.findall(r'id="(s\d+)"', await desk.see(key))[1]
    more = await asked(desk, key, section, de="Wie groß ist sie?", kind="text")
    assert f"bedingungen/{where}" in await desk.see(f"{more}/bedingungen")
    form = f"{more}/bedingungen/{where}"
    option = re.findall(r'<option value="(a\d+)"', await desk.see(form))[1]
    given = {"relation": "is", "joined": "neu", "version": await desk.version(form)}
    assert "wählen Sie eine Antwort" in (await desk.send(form, **given)).text
    await desk.done(form, **given, option=option)
    assert "nur wenn bei „Wo arbeiten Sie?“ „Gesamtschule“ gewählt ist" in await desk.see(key)
    answers = {f"q_{where}": option, "seite": "s1", "schritt": "weiter"}
    assert "Wie groß ist sie?" in (await desk.send(f"{key}/vorschau", **answers)).text
    answers[f"q_{where}"] = ""
    assert "Ihre Antworten" in (await desk.send(f"{key}/vorschau", **answers)).text
    assert "Nur wenn bei „Wo arbeiten Sie?“" in await desk.see(f"{key}/druck")
