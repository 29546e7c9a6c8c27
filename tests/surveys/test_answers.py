"""Answering an invitation, and what is kept of it."""

import asyncio
import re
from datetime import date, timedelta
from html import unescape
from uuid import UUID

from prometheus_client import generate_latest
from sqlalchemy import func, select, update

from services.surveys.answers.values import promised
from services.surveys.invitations.models import invitations
from services.surveys.models import metadata
from services.surveys.urns.models import slips, urns
from services.surveys.urns.use_cases import CHANNEL
from services.surveys.urns.values import UrnState
from tests.surveys.conftest import BROWSER, Surveys, until

FLAGS = {"0", "1", "False", "True"}
SHARED_BY_A_WHOLE_SURVEY = {"tenant", "survey_id"}


async def test_the_page_asks_three_questions_and_works_without_javascript(
    surveys: Surveys,
) -> None:
    [path] = await surveys.invite(1)
    answer = await surveys.house.http.get(path, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.text.count("<fieldset") == answer.text.count("<legend") == 3
    assert len(re.findall(r'type="radio"', answer.text)) == 15
    assert '<form method="post"' in answer.text
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert all(each.text in unescape(answer.text) for each in promised())


async def test_an_answer_is_stored_and_the_same_link_then_says_thank_you(
    surveys: Surveys,
) -> None:
    [path] = await surveys.invite(1)
    data = {"belonging": "4", "support": "5", "voice": "2", "remark": " Danke! "}
    posted = await surveys.house.http.post(path, data=data)
    assert posted.status_code == 303
    thanks = await surveys.house.http.get(posted.headers["location"], headers=BROWSER)
    assert "Ihre Antwort ist angekommen" in thanks.text
    again = await surveys.house.http.get(path, headers=BROWSER)
    assert again.status_code == 200
    assert "Schon beantwortet" in again.text
    assert await _count(surveys) == 1


async def test_a_used_or_closed_link_says_nothing_of_the_person_and_is_told_to_nobody(
    surveys: Surveys,
) -> None:
    used, closed = await surveys.invite(2)
    await surveys.answer(used)
    fresh = await surveys.house.http.get(closed, headers=BROWSER)
    used_page = await surveys.house.http.get(used, headers=BROWSER)
    surveys.house.clock.forward(timedelta(days=400))
    closed_page = await surveys.house.http.get(closed, headers=BROWSER)
    assert "Dieser Link ist abgelaufen" in closed_page.text
    for page in (fresh, used_page, closed_page):
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
    for page in (used_page, closed_page):
        assert "Tagen" not in page.text
        assert "<form" not in page.text


async def test_two_tabs_sent_at_the_same_time_are_one_answer(surveys: Surveys) -> None:
    [path] = await surveys.invite(1)
    statuses = await asyncio.gather(*(surveys.answer(path) for _ in range(8)))
    assert set(statuses) <= {200, 303}
    assert await _count(surveys) == 1
    assert await surveys.answer(path) == 200
    assert await _count(surveys) == 1


async def test_while_an_urn_has_no_key_nothing_that_was_typed_is_lost(surveys: Surveys) -> None:
    [path] = await surveys.invite(1)
    for state in (UrnState.READY, UrnState.OPEN):
        async with surveys.house.context("surveys").database.transaction() as uow:
            await uow.session.execute(update(urns).values(state=state))
        if state is UrnState.READY:
            data = {"belonging": "4", "support": "5", "voice": "2", "remark": "Bleibt stehen."}
            page = await surveys.house.http.post(path, data=data, headers=BROWSER)
            assert page.status_code == 422
            assert "in einer Minute noch einmal" in page.text
            assert "Bleibt stehen." in page.text
            assert re.search(r'id="voice-2"[^>]*value="2" checked', page.text)
    assert await _count(surveys) == 0
    assert await surveys.answer(path) == 303


async def test_once_the_urn_is_opened_its_links_still_say_thank_you_and_the_others_ask(
    surveys: Surveys,
) -> None:
    *used, late = await surveys.invite(6)
    await surveys.answer_all(used)
    async with surveys.house.context("surveys").database.transaction() as uow:
        await uow.session.execute(update(urns).values(closes_at=surveys.house.clock.now()))
        uow.notify(CHANNEL)
    await until(surveys.has_opened)
    pages = [(await surveys.house.http.get(each, headers=BROWSER)).text for each in (used[0], late)]
    assert "Schon beantwortet" in pages[0]
    assert "<fieldset" in pages[1]
    assert await surveys.answer(used[0]) == 200
    assert await surveys.answer(late) == 303


async def test_a_missing_item_is_named_at_its_field_and_everything_else_is_kept(
    surveys: Surveys,
) -> None:
    [path] = await surveys.invite(1)
    data = {"belonging": "4", "voice": "7", "remark": "<b>Mehr Zeit</b>"}
    page = await surveys.house.http.post(path, data=data, headers=BROWSER)
    assert page.status_code == 422
    assert re.search(r'id="belonging-4"[^>]*value="4" checked', page.text)
    assert "&lt;b&gt;Mehr Zeit&lt;/b&gt;" in page.text
    assert 'href="#support-1"' in page.text
    assert 'href="#voice-1"' in page.text
    assert 'href="#belonging-1"' not in page.text
    assert 'id="support-fehler"' in page.text
    assert "autofocus" in page.text
    assert "<title>Fehler: " in page.text
    assert await _count(surveys) == 0
    assert await surveys.answer(path) == 303


async def test_nothing_sent_at_all_is_a_page_with_three_errors(surveys: Surveys) -> None:
    [path] = await surveys.invite(1)
    page = await surveys.house.http.post(path, headers=BROWSER)
    assert page.status_code == 422
    assert page.text.count('class="kern-error"') == 3


async def test_a_form_that_another_site_sends_is_refused(surveys: Surveys) -> None:
    [path] = await surveys.invite(1)
    headers = BROWSER | {"Sec-Fetch-Site": "cross-site"}
    refused = await surveys.house.http.post(path, data={"belonging": "1"}, headers=headers)
    assert refused.status_code == 403
    assert await _count(surveys) == 0


async def test_a_link_that_was_tampered_with_has_its_own_page(surveys: Surveys) -> None:
    [path] = await surveys.invite(1)
    page = await surveys.house.http.get(path[:-3] + "abc", headers=BROWSER)
    assert page.status_code == 404
    assert "Dieser Link ist nicht gültig" in page.text


async def test_a_signed_link_to_no_invitation_is_not_valid(surveys: Surveys) -> None:
    path = surveys.path(UUID(int=7), surveys.today)
    page = await surveys.house.http.get(path, headers=BROWSER)
    assert page.status_code == 404
    assert "Dieser Link ist nicht gültig" in page.text


async def test_a_link_whose_day_is_over_has_its_own_page(surveys: Surveys) -> None:
    [path] = await surveys.invite(1)
    surveys.house.clock.forward(timedelta(days=22))
    page = await surveys.house.http.get(path, headers=BROWSER)
    assert page.status_code == 410
    assert "Dieser Link ist abgelaufen" in page.text


async def test_a_survey_that_is_over_has_its_own_page_and_takes_no_answer(
    surveys: Surveys,
) -> None:
    await surveys.invite(1)
    [row] = await surveys.house.rows("surveys", select(invitations.c.id))
    path = surveys.path(row[0], date(2100, 1, 1))
    surveys.house.clock.forward(timedelta(days=22))
    page = await surveys.house.http.get(path, headers=BROWSER)
    assert page.status_code == 410
    assert "Diese Befragung ist beendet" in page.text
    assert await surveys.answer(path) == 410
    assert await _count(surveys) == 0


async def test_an_invitation_may_be_answered_until_the_end_of_its_last_day(
    surveys: Surveys,
) -> None:
    [path] = await surveys.invite(1)
    surveys.house.clock.forward(timedelta(days=21))
    assert await surveys.answer(path) == 303


async def test_nothing_that_was_answered_can_be_read_and_nothing_tells_whose_it_is(
    surveys: Surveys,
) -> None:
    await surveys.answer_all(await surveys.invite(3), remark="Murmelbahn")
    every = {name: await _values(surveys, {name}) for name in metadata.tables}
    assert not [name for name, values in every.items() if "Murmelbahn" in repr(values)]
    in_urns = every.pop("urn_invitations") | every.pop("slips") | every.pop("urn_tokens")
    urn = every.pop("urns")
    assert in_urns
    assert not (in_urns - urn - FLAGS) & set().union(*every.values())
    states = select(invitations.c.state).distinct()
    assert [row.state for row in await surveys.house.rows("surveys", states)] == ["open"]


async def test_an_answer_is_announced_to_nobody(surveys: Surveys) -> None:
    paths = await surveys.invite(1)
    before = await surveys.events()
    await surveys.answer_all(paths)
    await surveys.house.quiet()
    assert await surveys.events() == before


async def _count(surveys: Surveys) -> int:
    [row] = await surveys.house.rows("surveys", select(func.count()).select_from(slips))
    return int(row[0])


async def _values(surveys: Surveys, names: set[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        table = metadata.tables[name]
        columns = [c for c in table.columns if c.name not in SHARED_BY_A_WHOLE_SURVEY]
        for row in await surveys.house.rows("surveys", select(*columns)):
            found |= {str(value) for value in row if value is not None}
    return found


async def test_no_number_says_that_somebody_answered(surveys: Surveys) -> None:
    """Whoever watches a counter grow by one would know when."""
    paths = await surveys.invite(2)
    await surveys.house.http.get("/surveys/")
    before = numbers_of_surveys()
    assert any("http_requests" in line for line in before)
    await surveys.house.http.get(paths[0])
    await surveys.answer_all(paths)
    assert await surveys.answer(paths[0]) != 500
    assert numbers_of_surveys() == before


def numbers_of_surveys() -> list[str]:
    """All but the clock's own: jobs and gauges run whether somebody answers or not."""
    clock = ("knotenpunkt_job_", "knotenpunkt_reachable", "knotenpunkt_relay_leader")
    told = generate_latest().decode().splitlines()
    return [line for line in told if 'service="surveys"' in line and not line.startswith(clock)]
