"""Feedback about a gathering: one answer for each who was there, and nothing tells whose."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.surveys.feedback.models import feedbacks
from services.surveys.feedback_results.rules import figures, in_words
from services.surveys.models import metadata
from services.surveys.openings.values import Count
from services.surveys.urns.models import slips, urn_invitations, urns
from services.surveys.urns.use_cases import CHANNEL
from services.surveys.urns.values import UrnState
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.feedback import FEEDBACK, FEEDBACK_PAGE, FeedbackOpened
from shared.ids import new_id
from tests.asking import cookie
from tests.house import BERGKAMEN
from tests.surveys.conftest import BROWSER, Surveys, until

MARKER = "Murmelbahn"
GIVEN = {"useful": "5", "understandable": "4", "time": "2", "recommend": "none"}


async def asked(surveys: Surveys, people: int) -> tuple[UUID, list[str]]:
    """A gathering that is over, and the links of those who were there."""
    rights = tuple(uuid4() for _ in range(people))
    closes_on = surveys.today + timedelta(days=14)
    opened = FeedbackOpened(
        gathering_id=new_id(),
        last_day=surveys.today - timedelta(days=1),
        rights=rights,
        closes_on=closes_on,
    )
    await surveys.hear(surveys.message(opened), surveys.message(opened))
    await until(lambda: in_state(surveys, UrnState.OPEN))
    base = surveys.house.settings.base_url
    links = [surveys.house.link(FEEDBACK_PAGE, each, closes_on) for each in rights]
    return opened.gathering_id, [each.removeprefix(base) for each in links]


async def in_state(surveys: Surveys, state: UrnState) -> bool:
    return [row.state for row in await surveys.house.rows("surveys", select(urns))] == [state]


async def send(surveys: Surveys, path: str, **given: str) -> str:
    data = {**GIVEN, "step": "send", **given}
    return (await surveys.house.http.post(path, data=data, headers=BROWSER)).text


async def end(surveys: Surveys, state: UrnState) -> None:
    """The urn's day is over."""
    surveys.house.clock.forward(timedelta(days=15, hours=1))
    async with surveys.house.context("surveys").database.transaction() as uow:
        uow.notify(CHANNEL)
    await until(lambda: in_state(surveys, state))


async def results(surveys: Surveys, gathering_id: UUID) -> str:
    office = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
    headers = BROWSER | {"cookie": cookie(await surveys.house.sign_in(office))}
    every = await surveys.house.http.get(FEEDBACK, headers=headers)
    assert f"{FEEDBACK}/{gathering_id}" in every.text
    assert "00:00 Uhr" not in every.text
    answer = await surveys.house.http.get(f"{FEEDBACK}/{gathering_id}", headers=headers)
    assert answer.status_code == 200
    return answer.text


async def everything(surveys: Surveys) -> str:
    """All that the tables say."""
    every = [await surveys.house.rows("surveys", select(each)) for each in metadata.sorted_tables]
    return repr([tuple(row) for rows in every for row in rows])


async def test_an_answer_is_shown_for_checking_and_counts_once(surveys: Surveys) -> None:
    _, [path, *_] = await asked(surveys, 6)
    page = (await surveys.house.http.get(path, headers=BROWSER)).text
    assert "Anonym und nur einmal." in page
    assert page.count("keine Angabe") == 4
    assert "keine Namen, keine Fälle" in page
    missing = await send(surveys, path, time="")
    assert "Bitte wählen Sie eine Antwort aus" in missing
    check = await send(surveys, path, step="", good=MARKER)
    assert "Bitte prüfen" in check
    assert MARKER in check
    assert MARKER in await send(surveys, path, step="back", good=MARKER)
    assert await surveys.house.rows("surveys", select(slips)) == []
    first = await send(surveys, path)
    again = await send(surveys, path, useful="1")
    later = (await surveys.house.http.get(path, headers=BROWSER)).text
    assert all("Ihre Antwort ist eingegangen" in each for each in (first, again, later))
    assert len(await surveys.house.rows("surveys", select(slips))) == 1


async def test_no_row_event_or_page_tells_who_answered_or_what(surveys: Surveys) -> None:
    gathering_id, paths = await asked(surveys, 6)
    rights = await surveys.house.rows("surveys", select(feedbacks.c.rights))
    assert [row.rights for row in rights] == [None]
    before = len(await surveys.events())
    await send(surveys, paths[0], good=MARKER)
    assert MARKER not in await everything(surveys)
    assert len(await surveys.events()) == before
    used = select(urn_invitations).where(urn_invitations.c.done)
    done = await surveys.house.rows("surveys", used)
    assert [row.person_box for row in done] == [None]
    page = await results(surveys, gathering_id)
    assert "Noch keine Ergebnisse" in page
    assert MARKER not in page
    assert "noch unbekannt" in page


async def test_ten_answers_are_opened_together_with_texts_that_belong_to_no_sheet(
    surveys: Surveys,
) -> None:
    gathering_id, paths = await asked(surveys, 11)
    for number, path in enumerate(paths[:10]):
        await send(surveys, path, good=f"{MARKER} {number}", better=f"Pause {number}")
    await end(surveys, UrnState.OPENED)
    page = await results(surveys, gathering_id)
    assert "Verteilung" in page
    assert page.count(MARKER) == page.count("Pause ") == 10
    order = [page.index(f"{MARKER} {each}") for each in range(10)]
    beside = [page.index(f"Pause {each}") for each in range(10)]
    rank = [sorted(each).index for each in (order, beside)]
    assert [rank[0](each) for each in order] != [rank[1](each) for each in beside]
    assert "zu wenige Antworten" in page, "nobody has answered the last statement"
    late = (await surveys.house.http.get(paths[10], headers=BROWSER)).status_code
    assert late in (404, 410)


async def test_of_fewer_than_ten_only_words_are_shown_and_fewer_than_five_are_destroyed(
    surveys: Surveys,
) -> None:
    gathering_id, paths = await asked(surveys, 6)
    for path in paths[:4]:
        await send(surveys, path, good=MARKER)
    await end(surveys, UrnState.DESTROYED)
    assert "weniger als fünf Antworten" in await results(surveys, gathering_id)
    assert MARKER not in await everything(surveys)


@pytest.mark.parametrize(
    ("given", "median", "share"),
    [("55555", "trifft voll zu", "die meisten"), ("11455", "trifft eher zu", "etwa die Hälfte")],
)
def test_below_ten_there_are_words_and_no_numbers(given: str, median: str, share: str) -> None:
    [first, *others] = figures(counts(given))
    assert (first.median, first.agreeing) == (median, share)
    assert (first.counts, first.mean) == (None, None)
    assert all(each.answered is None for each in others)
    assert in_words(0.0) == in_words(0.3) == "wenige"
    [full, *_] = figures(counts(given * 2))
    assert full.counts is not None
    assert sum(full.counts.values()) == 10


def counts(values: str) -> Sequence[Count]:
    return [Count("useful", "", "", each, values.count(each)) for each in sorted(set(values))]


def test_the_largest_answer_fits_into_a_slip() -> None:
    from services.surveys.feedback.rules import largest_sheet, sheet_of
    from services.surveys.urns.rules import slip_size
    from services.surveys.urns.values import OpenedSheet, sealed_slip

    text = "\x01" * 1000
    sheet = sheet_of(GIVEN | {"good": text, "better": "𝄞" * 1000})
    point = b"\x09" + bytes(31)
    size = slip_size(largest_sheet())
    assert len(sealed_slip(point, OpenedSheet(sheet, {}), size, uuid4())) > size
