"""Feedback is planned, answered, reminded of and opened alike on SQLite and PostgreSQL."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from services.surveys.feedback import queries, rules, use_cases
from services.surveys.feedback.models import Feedback, Gathering, feedbacks
from services.surveys.feedback.values import OWN, AnswerKind
from services.surveys.feedback_questions.models import FeedbackQuestion
from services.surveys.feedback_results.queries import results_of
from services.surveys.feedback_results.values import FRESH
from services.surveys.urns.models import urns
from services.surveys.urns.values import Outcome
from shared.clock import local_date
from shared.web.problem import Problem
from tests.surveys.feedback_round import GIVEN
from tests.surveys.urn_town import TENANT, Town

KEY = b"k" * 32
ROOM = ("Welcher Raum?", AnswerKind.CHOICE, ["Saal", "Werkstatt"])


async def arrive(town: Town, rights: list[UUID]) -> UUID:
    """Rights that wait for their urn, of a gathering with a question of its own."""
    key, (text, kind, options) = uuid4(), ROOM
    closes_at = rules.closes_at(local_date(town.clock.now()) + timedelta(days=14))
    known = Gathering(tenant=TENANT, gathering_id=key, title="Kinderschutz", version=1)
    question = FeedbackQuestion(
        tenant=TENANT, gathering_id=key, kind=kind, text=text, options=options
    )
    row = Feedback(
        tenant=TENANT,
        id=key,
        last_day=local_date(town.clock.now()),
        closes_at=closes_at,
        invited=len(rights),
        rights=[str(each) for each in rights],
    )
    async with town.database.transaction() as uow:
        uow.session.add_all([known, question, row])
    return key


async def plan(town: Town, key: UUID) -> None:
    async with town.database.transaction() as uow:
        await use_cases.plan_urn(uow, town.seals, KEY, key)


async def ask_once(town: Town, key: UUID) -> int | str:
    try:
        async with town.database.transaction() as uow:
            return len(await use_cases.waiting_once(uow, town.seals, key))
    except Problem as refused:
        return refused.code


async def test_twelve_rights_become_one_urn_ten_answers_and_figures_of_every_question(
    town: Town,
) -> None:
    rights = [uuid4() for _ in range(12)]
    key = await arrive(town, rights)
    await asyncio.gather(*(plan(town, key) for _ in range(3)))
    assert len(await town.rows(select(urns).where(urns.c.survey_id == key))) == 1
    await town.opener.tend()
    async with town.database.reading() as session:
        asked = await queries.one(session, TENANT, key)
    assert [each.text for each in asked.own] == [ROOM[0]]
    answers = {**GIVEN, **dict.fromkeys(OWN, ""), "own1": "2", "good": "Ja", "better": ""}
    for right in rights[:10]:
        token = rules.token_of(KEY, right)
        async with town.database.transaction() as uow:
            said = await use_cases.hand_in(uow, town.seals, token, asked.questions, answers)
        assert said is Outcome.TAKEN
    named = await asyncio.gather(*(ask_once(town, key) for _ in range(3)))
    assert sorted(named, key=str) == [2, "already-reminded", "already-reminded"]
    await town.end()
    async with town.database.reading() as session:
        results = await results_of(session, asked)
        now = town.clock.now()
        given = {"tenant": TENANT, "since": now - FRESH, "now": now}
        assert (await session.execute(queries.OPENED_LATELY, given)).scalar_one() == 1
    [choice] = [each for each in results.figures if each.is_choice]
    assert [each.number for each in choice.shares] == [0, 10]
    assert results.figures[-2].texts == ["Ja"] * 10
    assert town.key_files == []


async def test_killed_before_its_urn_is_planned_the_next_look_makes_it_and_forgets_the_rights(
    town: Town,
) -> None:
    key = await arrive(town, [uuid4() for _ in range(5)])

    async def killed() -> None:
        async with town.database.transaction() as uow:
            await use_cases.plan_urn(uow, town.seals, KEY, key)
            raise KeyboardInterrupt

    try:
        await killed()
    except KeyboardInterrupt:
        async with town.database.reading() as session:
            assert key in await queries.waiting(session)
    await plan(town, key)
    [(rights, questions)] = await town.rows(
        select(feedbacks.c.rights, feedbacks.c.questions).where(feedbacks.c.id == key)
    )
    assert rights is None
    assert questions is not None
