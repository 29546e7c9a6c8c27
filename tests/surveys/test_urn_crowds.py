"""Many hand in at the same moment, on both databases."""

import asyncio
from collections import Counter

from sqlalchemy import func, select

from services.surveys.urns.models import slips, urns
from services.surveys.urns.values import Outcome
from tests.surveys.urn_town import Town, sheet


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
