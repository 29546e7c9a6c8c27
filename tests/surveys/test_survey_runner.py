"""A survey answered page by page, without a server that remembers anything in between."""

import asyncio
import json
from html import unescape

import pytest
from sqlalchemy import insert, select

from services.surveys.models import metadata
from services.surveys.named.models import named_answers
from services.surveys.openings.models import free_texts, tallies
from services.surveys.questionnaires.values import Document, Section
from services.surveys.runner.rules import packed, unpacked
from services.surveys.sheets.queries import read
from services.surveys.urns.models import slips, urns
from services.surveys.urns.values import UrnState
from shared.contracts.accounts import AccessRole, Grant
from shared.ids import new_id
from tests.asking import cookie
from tests.house import BERGKAMEN
from tests.surveys.conftest import BROWSER, Surveys
from tests.surveys.papers import DOCUMENT, EVERY, TEXT, WELL
from tests.surveys.survey_round import HIDDEN, SurveyRound

MARKER = "Murmelbahn"
SHORT = ({"q_single": "b"}, {"q_scale": "a"})
LONG = ({"q_single": "a"}, {"q_text": MARKER}, {"q_scale": "a"})


async def everything(surveys: Surveys) -> str:
    every = [await surveys.house.rows("surveys", select(each)) for each in metadata.sorted_tables]
    return repr([tuple(row) for rows in every for row in rows])


async def test_double_clicks_f5_and_later_visits_say_the_same_and_are_one_answer(
    surveys: Surveys,
) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask()
    path, other = round_.paths[:2]
    check = await round_.check(path, *SHORT)
    assert await surveys.house.rows("surveys", select(slips)) == []

    sent = await asyncio.gather(*(round_.send(path, check, "senden") for _ in range(10)))
    later = await round_.look(path)

    assert {each.status_code for each in (*sent, later)} == {200}
    assert all("Ihre Antwort ist eingegangen" in each.text for each in (*sent, later))
    assert len(await surveys.house.rows("surveys", select(slips))) == 1
    assert "Zu den Fragen" in (await round_.look(other)).text


async def test_a_second_link_of_the_same_person_is_used_up_with_the_first(
    surveys: Surveys,
) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=5)
    for path in round_.paths:
        await round_.answer(path, *SHORT)
    again = await round_.pulled()
    assert again.json()["links"] == []
    assert (await round_.pulled()).status_code == 409


async def test_what_was_answered_on_another_way_is_not_sent_but_still_there_on_the_way_back(
    surveys: Surveys,
) -> None:
    """Cases 1, 3, 4 and 6: one evaluator for showing, requiring and keeping."""
    round_ = SurveyRound(surveys)
    await round_.ask(people=5)
    path = round_.paths[0]
    check = await round_.check(path, *LONG)
    assert MARKER in check

    first = (await round_.send(path, check, "zu:s1")).text
    third = (await round_.send(path, first, "weiter", q_single="b")).text
    assert "Zuletzt" in third
    check = (await round_.send(path, third, "weiter", q_scale="a")).text
    assert "Was fehlt?" not in unescape(check)
    back = (await round_.send(path, check, "zu:s1")).text
    second = (await round_.send(path, back, "weiter", q_single="a")).text
    assert MARKER in second


async def test_an_abandoned_answer_is_counted_nowhere(surveys: Surveys) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=5)
    for path in round_.paths:
        check = await round_.check(path, *LONG)
        first = (await round_.send(path, check, "zu:s1")).text
        third = (await round_.send(path, first, "weiter", q_single="b")).text
        check = (await round_.send(path, third, "weiter", q_scale="a")).text
        await round_.send(path, check, "senden")
    await round_.end()
    rows = await surveys.house.rows("surveys", select(tallies))
    found = {(each.question_key, each.value_key): each.n for each in rows}
    assert found["single", "b"] == 5
    assert "text" not in {question for question, _ in found}
    assert found["_seen", "single"] == 5
    assert ("_seen", "text") not in found


async def test_whoever_sends_from_the_end_lands_on_the_first_page_with_a_fault(
    surveys: Surveys,
) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=5)
    path = round_.paths[0]
    check = await round_.check(path, *SHORT)
    hidden = {name: unescape(value) for name, value in HIDDEN.findall(check)}
    forged = {**hidden, "bisher": json.dumps({"q_single": ["zzz"]}), "schritt": "senden"}

    answer = await surveys.house.http.post(path, data=forged, headers={"Accept": "text/html"})

    assert answer.status_code == 422
    assert "Wo arbeiten Sie? Bitte wählen Sie eine" in unescape(answer.text)
    assert 'href="#q_single-1"' in answer.text
    assert answer.text.count(" autofocus") == 1
    assert " novalidate" in answer.text


async def test_handing_in_is_possible_from_the_last_page_only(surveys: Surveys) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=5)
    path = round_.paths[0]
    page = (await round_.send(path, (await round_.look(path)).text, "senden")).text
    assert "Absenden" not in page
    await round_.send(path, page, "senden", q_single="b")
    assert await surveys.house.rows("surveys", select(slips)) == []


@pytest.mark.parametrize(
    "carried", ["", "x", "[]", '{"q_single": 1}', '{"q_new": ["a"]}', "{" * 99]
)
def test_what_somebody_else_has_written_into_the_page_is_no_answer(carried: str) -> None:
    assert unpacked(DOCUMENT, carried) == {}


@pytest.mark.parametrize("text", ["ein Satz\r\n" * 220, "u\u0308ber\n" * 390])
def test_a_text_that_was_taken_is_whole_on_every_later_page(text: str) -> None:
    """Browsers send two characters for a line's end, and some systems two for an umlaut."""
    longest = TEXT.model_copy(update={"longest": 2000})
    document = Document(sections=(Section(key="s", title={"de": "A"}, questions=(longest,)),))
    raw = {"q_text": [text]}
    taken = read([longest], raw)
    assert not taken.faults
    later = unpacked(document, packed(raw))
    assert read([longest], later).answers == taken.answers


async def test_answers_for_another_version_are_not_taken(surveys: Surveys) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=5)
    page = await round_.check(round_.paths[0], *SHORT)

    answer = await round_.send(round_.paths[0], page, "senden", fassung="0" * 64)

    assert (answer.status_code, "anderen Befragung" in answer.text) == (409, True)
    assert await surveys.house.rows("surveys", select(slips)) == []


async def test_a_link_of_nobody_and_one_after_the_end_say_that_it_is_over(
    surveys: Surveys,
) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=5)
    page = await round_.check(round_.paths[0], *SHORT)
    unknown = round_.paths[0][:-4] + "0000"
    assert (await round_.look(unknown)).status_code == 410
    await round_.end(UrnState.DESTROYED)
    late = await round_.send(round_.paths[0], page, "senden")
    assert (late.status_code, "beendet" in late.text) == (410, True)


async def test_nothing_of_an_answer_is_anywhere_before_the_urn_is_opened(
    surveys: Surveys,
) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=12)
    before = len(await surveys.events())
    for number, path in enumerate(round_.paths):
        await round_.answer(path, *(SHORT if number < 2 else LONG))
    assert MARKER not in await everything(surveys)
    assert len(await surveys.events()) == before
    boxes = await surveys.house.rows("surveys", select(slips.c.box))
    assert len({len(each.box) for each in boxes}) == 1
    await round_.end()
    texts = await surveys.house.rows("surveys", select(free_texts))
    assert [each.text for each in texts] == [MARKER] * 10


async def test_what_fewer_than_ten_were_asked_is_written_for_nobody_to_read(
    surveys: Surveys,
) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=10)
    for number, path in enumerate(round_.paths):
        await round_.answer(path, *(SHORT if number < 5 else LONG))
    await round_.end()
    assert await surveys.house.rows("surveys", select(free_texts)) == []
    kept = {"tenant": BERGKAMEN, "question_key": "text", "text": MARKER}
    [urn] = await surveys.house.rows("surveys", select(urns.c.id))
    async with surveys.house.context("surveys").database.transaction() as uow:
        await uow.session.execute(insert(free_texts).values(**kept, id=new_id(), urn_id=urn.id))
    assert MARKER not in (await round_.office(f"/{round_.id}/ergebnisse/texte")).text


async def test_the_first_page_says_what_is_promised_and_what_cannot_be(surveys: Surveys) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=5)
    page = unescape((await round_.look(round_.paths[0])).text)
    assert "Ohne Ihren Namen, und nur einmal." in page
    assert "Was wir nicht versprechen können." in page
    assert "Gefragt wurden 5 Personen: Fachkräfte der Schulsozialarbeit." in page


async def test_whoever_is_signed_in_is_the_same_to_a_link_as_anybody(surveys: Surveys) -> None:
    """Cases 22, 29, 31 and 32: no page of a survey knows a session, or makes one."""
    house, round_ = surveys.house, SurveyRound(surveys)
    await round_.ask(people=5)
    path = round_.paths[0]
    grant = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)
    mine = cookie(await house.sign_in(grant, person_id=round_.people[0]))
    await round_.look(path)  # takes away what the office was just told
    before = await everything(surveys)
    unknown, known = [
        await house.http.get(path, headers=BROWSER | more) for more in ({}, {"cookie": mine})
    ]
    assert unknown.text == known.text
    assert "set-cookie" not in unknown.headers | known.headers
    assert known.headers["cache-control"] == "no-store"
    assert known.headers["referrer-policy"] == "no-referrer"
    await round_.check(path, *LONG)
    assert await everything(surveys) == before


async def test_a_survey_with_names_says_so_and_shows_them(surveys: Surveys) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=5, secrecy="named")
    path = round_.paths[0]
    first = (await round_.look(path)).text
    assert "<strong>nicht anonym</strong>: Die Koordinierungsstelle sieht Ihren Namen" in first
    assert "versiegelt" not in first

    await round_.answer(path, *LONG)
    assert "Ihre Antwort ist eingegangen" in (await round_.look(path)).text

    (kept,) = await surveys.house.rows("surveys", select(named_answers))
    assert kept.texts == {"text": MARKER}
    shown = (await round_.office(f"/{round_.id}/antworten")).text
    assert "Ada Beispiel" in shown
    assert MARKER in shown


async def test_every_kind_of_question_travels_through_the_pages(surveys: Surveys) -> None:
    whole = Section(key="all", title={"de": "Alles"}, questions=EVERY)
    several = Document(sections=(whole,))
    round_ = SurveyRound(surveys, document=several)
    await round_.ask(people=5)
    filled = {name: list(values) for name, values in WELL.items()}
    page = await round_.check(round_.paths[0], filled)
    for said in ("Sonstiges (Verein)", "1. Zeile z", "3,5", "01.09.2026", "Räume<br>und Zeit"):
        assert said in page
