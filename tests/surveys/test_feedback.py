"""Feedback about a gathering: one answer for each who was there, and nothing tells whose."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.surveys.feedback.models import feedbacks
from services.surveys.feedback.rules import largest_sheet, sheet_of
from services.surveys.feedback.values import OWN, STATEMENTS, AnswerKind, Question, questionnaire
from services.surveys.feedback_results.rules import figures
from services.surveys.models import metadata
from services.surveys.openings.values import Count
from services.surveys.slips.values import slip_size
from services.surveys.urns.models import slips, urn_invitations
from services.surveys.urns.values import OpenedSheet, UrnState, sealed_slip
from shared.contracts.feedback import FEEDBACK, FEEDBACK_WAITING, WaitingRights
from tests.surveys.conftest import BROWSER, Surveys
from tests.surveys.feedback_round import GIVEN, FeedbackRound

MARKER = "Murmelbahn"


async def asked(surveys: Surveys, people: int) -> FeedbackRound:
    """A gathering that is over."""
    round_ = FeedbackRound(surveys)
    await round_.ask(people)
    return round_


async def results(round_: FeedbackRound) -> str:
    every = await round_.list_page()
    assert f"{FEEDBACK}/{round_.gathering_id}" in every
    assert "00:00 Uhr" not in every
    answer = await round_.office()
    assert answer.status_code == 200
    return answer.text


async def everything(surveys: Surveys) -> str:
    """All that the tables say."""
    every = [await surveys.house.rows("surveys", select(each)) for each in metadata.sorted_tables]
    return repr([tuple(row) for rows in every for row in rows])


async def test_an_answer_is_shown_for_checking_and_counts_once(surveys: Surveys) -> None:
    round_ = await asked(surveys, 6)
    path = round_.paths[0]
    page = (await surveys.house.http.get(path, headers=BROWSER)).text
    assert "Ohne Ihren Namen, und nur einmal." in page
    assert page.count("keine Angabe") == 4
    assert "keine Namen, keine Fälle" in page
    missing = await round_.send(path, time="")
    assert "Bitte wählen Sie eine Antwort aus" in missing
    check = await round_.send(path, step="", good=MARKER)
    assert "Bitte prüfen" in check
    assert MARKER in check
    assert MARKER in await round_.send(path, step="back", good=MARKER)
    assert await surveys.house.rows("surveys", select(slips)) == []
    first = await round_.send(path)
    again = await round_.send(path, useful="1")
    later = (await surveys.house.http.get(path, headers=BROWSER)).text
    assert all("Ihre Antwort ist eingegangen" in each for each in (first, again, later))
    assert len(await surveys.house.rows("surveys", select(slips))) == 1


async def test_no_row_event_or_page_tells_who_answered_or_what(surveys: Surveys) -> None:
    round_ = await asked(surveys, 6)
    rights = await surveys.house.rows("surveys", select(feedbacks.c.rights))
    assert [row.rights for row in rights] == [None]
    before = len(await surveys.events())
    await round_.send(round_.paths[0], good=MARKER)
    assert MARKER not in await everything(surveys)
    assert len(await surveys.events()) == before
    used = select(urn_invitations).where(urn_invitations.c.done)
    done = await surveys.house.rows("surveys", used)
    assert [row.person_box for row in done] == [None]
    page = await results(round_)
    assert "Noch keine Ergebnisse" in page
    assert MARKER not in page
    assert "noch unbekannt" in page


async def test_ten_answers_are_opened_together_with_texts_that_belong_to_no_sheet(
    surveys: Surveys,
) -> None:
    round_ = await asked(surveys, 11)
    for number, path in enumerate(round_.paths[:10]):
        await round_.send(path, good=f"{MARKER} {number}", better=f"Pause {number}")
    await round_.end()
    page = await results(round_)
    assert "Verteilung" in page
    assert page.count(MARKER) == page.count("Pause ") == 10
    order = [page.index(f"{MARKER} {each}") for each in range(10)]
    beside = [page.index(f"Pause {each}") for each in range(10)]
    rank = [sorted(each).index for each in (order, beside)]
    assert [rank[0](each) for each in order] != [rank[1](each) for each in beside]
    assert "zu wenige Antworten" in page, "nobody has answered the last statement"
    late = (await surveys.house.http.get(round_.paths[10], headers=BROWSER)).status_code
    assert late in (404, 410)


async def test_of_fewer_than_ten_only_words_are_shown_and_fewer_than_five_are_destroyed(
    surveys: Surveys,
) -> None:
    round_ = await asked(surveys, 6)
    for path in round_.paths[:4]:
        await round_.send(path, good=MARKER)
    await round_.end(UrnState.DESTROYED)
    assert "weniger als fünf Antworten" in await results(round_)
    assert MARKER not in await everything(surveys)


@pytest.mark.parametrize(
    ("given", "median", "share"),
    [("55555", "trifft voll zu", "die meisten"), ("11455", "trifft eher zu", "etwa die Hälfte")],
)
def test_below_ten_there_are_words_and_no_numbers(given: str, median: str, share: str) -> None:
    [first, *others] = figures(STATEMENTS, counts(given), {}, 5)
    assert (first.median, first.agreeing) == (median, share)
    assert (first.shares, first.mean) == ((), None)
    assert all(each.answered is None for each in others)
    [full, *_] = figures(STATEMENTS, counts(given * 2), {}, 12)
    assert sum(each.number or 0 for each in full.shares) == 10
    assert full.silent == 2


def counts(values: str) -> Sequence[Count]:
    return [Count("useful", "", "", each, values.count(each)) for each in sorted(set(values))]


def test_the_largest_answer_fits_into_a_slip() -> None:
    text = "\x01" * 1000
    own = [Question(key, "Was noch?", AnswerKind.TEXT) for key in OWN]
    every = questionnaire(own)
    written = dict.fromkeys(OWN, text) | {"good": text, "better": "𝄞" * 1000}
    sheet = sheet_of(every, GIVEN | written)
    point = b"\x09" + bytes(31)
    size = slip_size(largest_sheet(every))
    assert len(sealed_slip(point, OpenedSheet(sheet, {}), size, uuid4())) > size


async def test_who_has_not_answered_is_named_once_to_whoever_reminds_and_by_no_name(
    surveys: Surveys,
) -> None:
    round_ = await asked(surveys, 6)
    await round_.send(round_.paths[1])
    url = surveys.house.link(FEEDBACK_WAITING, round_.gathering_id, surveys.today)
    path = url.removeprefix(surveys.house.settings.base_url)
    assert (await surveys.house.http.get(path)).status_code in (404, 405)
    first = WaitingRights.model_validate_json((await surveys.house.http.post(path)).content)
    others = set(round_.rights) - {round_.rights[1]}
    assert (len(first.rights), set(first.rights)) == (5, others)
    assert (await surveys.house.http.post(path)).status_code == 409
    feedback = round_.paths[0].replace("/rueckmeldung/", "/rueckmeldung-offen/")
    assert (await surveys.house.http.post(feedback)).status_code in (403, 404)
    await round_.send(round_.paths[0])
    assert "eingegangen" in await round_.send(round_.paths[0])
