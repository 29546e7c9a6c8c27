"""An urn takes each answer once and is opened once, whatever comes in between."""

import asyncio
from collections import Counter
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from services.surveys.openings import queries as opened
from services.surveys.promised.values import promises
from services.surveys.urns import queries, use_cases
from services.surveys.urns.models import slips, urn_invitations, urn_tokens, urns
from services.surveys.urns.rules import refuse_groups
from services.surveys.urns.values import (
    Invited,
    Outcome,
    Sheet,
    UrnState,
)
from shared.german import long_date
from shared.web.problem import Problem
from tests.surveys.urn_town import ANY, SIX, TENANT, Town, counted, sheet, summary, urn_of


async def test_all_sheets_become_counts_and_nothing_else_is_left(town: Town) -> None:
    survey_id, urn_id = await town.answered(8, SIX)
    boxes = [box for (box,) in await town.rows(select(slips.c.box)) if isinstance(box, bytes)]
    assert len(boxes) == 6
    await town.end()
    assert await counted(town, urn_id) == {
        ("", ""): 6,
        ("", "1"): 1,
        ("", "2"): 1,
        ("", "4"): 2,
        ("", "5"): 2,
    }
    left = await summary(town, survey_id, urn_id)
    assert (left.state, left.invited, left.answered) == (UrnState.OPENED, 8, 6)
    for table in (slips, urn_invitations, urn_tokens):
        assert await town.rows(select(func.count()).select_from(table)) == [(0,)]
    assert town.key_files == []
    assert not any(box in file.read_bytes() for file in town.database_files for box in boxes)


async def test_fewer_than_five_are_destroyed_unread(town: Town) -> None:
    survey_id, urn_id = await town.answered(8, SIX[:4])
    await town.end()
    left = await summary(town, survey_id, urn_id)
    assert (left.state, left.answered) == (UrnState.DESTROYED, None)
    assert await town.rows(select(func.count()).select_from(slips)) == [(0,)]
    assert await counted(town, urn_id) == {}
    assert town.key_files == []


async def test_killed_between_any_two_steps_the_counts_are_the_same_and_the_key_is_gone(
    town: Town,
) -> None:
    whole = 1
    for cut in range(20):
        _, urn_id = await town.answered(6, SIX)
        town.clock.forward(timedelta(days=15))
        walk = town.opener.steps()
        seen = [await anext(walk) for _ in range(min(cut, whole))]
        await walk.aclose()
        rest = [step async for step in town.opener.steps()]
        whole = whole if cut else len(rest)
        assert (await counted(town, urn_id))[("", "")] == 6, seen
        assert town.key_files == [], seen
        if cut == whole:
            break
    assert whole >= 6


async def test_killed_before_the_header_is_stored_the_key_on_the_disk_is_used(town: Town) -> None:
    survey_id, urn_id = await town.planned(5, lasting=timedelta(days=14))
    walk = town.opener.steps()
    while await anext(walk) != "key made":
        pass
    await walk.aclose()
    made = town.keys.make(urn_id)
    assert [file.stat().st_mode & 0o777 for file in town.key_files] == [0o600]
    await town.opener.tend()
    assert (await urn_of(town, urn_id)).public_key == made
    assert await town.links(survey_id)


async def test_whoever_comes_later_comes_to_a_rolling_urn(town: Town) -> None:
    survey_id, _ = await town.plan(1, rolling=True)
    [first] = await town.links(survey_id)
    async with town.database.transaction() as uow:
        more = [Invited(uuid4()), Invited(first)]
        await use_cases.invite(uow, town.seals, TENANT, survey_id, more)
    links = await town.links(survey_id)
    assert len(links) == 2
    async with town.database.transaction() as uow:
        await use_cases.withdraw(uow, town.seals, survey_id, [first])
    assert await town.hand_in(links[first], sheet()) is Outcome.UNKNOWN
    assert len(await town.links(survey_id)) == 1


async def test_fifty_at_once_with_one_link_are_one_slip(town: Town) -> None:
    survey_id, _ = await town.plan(5)
    token = next(iter((await town.links(survey_id)).values()))
    outcomes = await town.all_at_once(token, 50)
    assert sorted(outcomes) == [Outcome.ALREADY] * 49 + [Outcome.TAKEN]
    assert await town.rows(select(func.count()).select_from(slips)) == [(1,)]


async def test_fifty_people_at_once_who_click_twice_are_fifty_slips(town: Town) -> None:
    survey_id, urn_id = await town.plan(50)
    first, second = [await town.links(survey_id) for _ in range(2)]
    tokens = [*first.values(), *second.values()]
    outcomes = await asyncio.gather(*(town.hand_in(each, sheet()) for each in tokens))
    assert Counter(outcomes) == {Outcome.TAKEN: 50, Outcome.ALREADY: 50}
    await town.end()
    assert await town.rows(select(urns.c.answered).where(urns.c.id == urn_id)) == [(50,)]


async def test_the_empty_and_the_longest_sheet_are_equally_large(town: Town) -> None:
    longest = Sheet({"mood": {str(n): ["x" * 40] for n in range(20)}}, {"remark": "ä" * 900})
    await town.answered(5, [Sheet(), longest, sheet("1", "kurz")])
    sizes = {len(box) for (box,) in await town.rows(select(slips.c.box)) if isinstance(box, bytes)}
    assert sizes == {4096 + 32 + 16}


async def test_a_reminder_is_another_link_for_those_who_have_not_answered(town: Town) -> None:
    survey_id, _ = await town.plan(6)
    first = await town.links(survey_id)
    (done, token), (waiting, old) = list(first.items())[:2]
    await town.hand_in(token, sheet())
    second = await town.links(survey_id)
    assert done not in second
    assert await town.hand_in(old, sheet()) is Outcome.TAKEN
    assert await town.hand_in(second[waiting], sheet()) is Outcome.ALREADY


async def test_nothing_is_taken_after_the_end_or_by_an_unknown_link(town: Town) -> None:
    survey_id, _ = await town.plan(5)
    token = next(iter((await town.links(survey_id)).values()))
    town.clock.forward(timedelta(days=14))
    assert await town.hand_in(token, sheet()) is Outcome.CLOSED
    await town.opener.tend()
    assert await town.hand_in(token, sheet()) is Outcome.UNKNOWN


async def test_progress_grows_by_five_and_nothing_is_known_of_who(town: Town) -> None:
    survey_id, urn_id = await town.answered(8, SIX)
    assert (await summary(town, survey_id, urn_id)).progress == 0
    async with town.database.transaction() as uow:
        await use_cases.update_progress(uow)
    assert (await summary(town, survey_id, urn_id)).progress == 5


@ANY
async def test_a_link_says_what_is_counted_and_changes_nothing(town: Town) -> None:
    survey_id, _ = await town.plan(5, groups=lambda _: {"kind": "primary"})
    token = next(iter((await town.links(survey_id)).values()))
    async with town.database.reading() as session:
        visits = [
            await queries.visit(session, town.seals, each, town.clock.now())
            for each in (token, "other")
        ]
    assert visits[0] is not None
    assert (visits[0].state, visits[0].groups) == (None, {"kind": "primary"})
    assert visits[1] is None


def test_too_small_a_group_and_a_third_attribute_are_refused() -> None:
    assert refuse_groups([{"kind": "a"}] * 5 + [{"kind": "b"}] * 4)
    assert refuse_groups([{"a": "1", "b": "1", "c": "1"}] * 5)
    assert not refuse_groups([{"kind": "a"}] * 5 + [{"kind": "b"}] * 5)


async def test_a_rolling_urn_waits_for_five_and_the_next_one_takes_its_place(town: Town) -> None:
    survey_id, urn_id = await town.plan(6, rolling=True)
    tokens = list((await town.links(survey_id)).values())
    for token in tokens[:4]:
        await town.hand_in(token, sheet())
    town.clock.forward(timedelta(days=100))
    await town.opener.tend()
    assert (await summary(town, survey_id, urn_id)).state is UrnState.OPEN
    await town.hand_in(tokens[4], sheet())
    await town.opener.tend()
    assert (await summary(town, survey_id, urn_id)).answered == 5
    assert await town.hand_in(tokens[5], sheet()) is Outcome.TAKEN
    [(kept,)] = await town.rows(select(slips.c.urn_id))
    assert kept != urn_id
    town.clock.forward(timedelta(days=731))
    await town.opener.tend()
    assert (await summary(town, survey_id, UUID(str(kept)))).state is UrnState.DESTROYED


@ANY
async def test_nobody_is_added_to_a_survey_with_an_end(town: Town) -> None:
    survey_id, _ = await town.plan(5)
    with pytest.raises(Problem):
        async with town.database.transaction() as uow:
            await use_cases.invite(uow, town.seals, TENANT, survey_id, [Invited(uuid4())])


@ANY
async def test_values_of_fewer_than_five_and_texts_of_fewer_than_ten_are_not_kept(
    town: Town,
) -> None:
    seldom = Sheet({"mood": {"": ["4"]}, "seldom": {"": ["x"]}}, {"remark": "Danke"})
    _, urn_id = await town.answered(9, [seldom] * 4 + [sheet()] * 5)
    await town.end()
    async with town.database.reading() as session:
        counts = await opened.counts_of(session, TENANT, urn_id)
        assert await opened.texts_of(session, TENANT, urn_id, "remark") == []
    assert {each.question_key for each in counts} == {"mood"}


async def test_respondents_are_told_what_is_promised_and_what_is_not() -> None:
    day = date(2027, 3, 1)
    told = promises(day)
    assert [each.title for each in told] == [
        "Ohne Ihren Namen, und nur einmal.",
        "Erinnerung.",
        "Was wir nicht versprechen können.",
    ]
    assert f"erst nach dem {long_date(day)}: alle zusammen und gemischt" in told[0].text
    assert "sobald ein Vierteljahr vorbei ist" in promises(None)[0].text
    said = " ".join(f"{each.title} {each.text}" for each in told)
    assert "anonym" not in said.lower()
    assert not [word for word in ("100 %", "technisch unmöglich", "niemand kann") if word in said]
