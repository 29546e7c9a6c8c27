"""Invitations are put into their urn and taken out, on both databases."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update

from services.surveys.answers.queries import results_of
from services.surveys.answers.rules import Answer
from services.surveys.answers.use_cases import give_answer, settle
from services.surveys.answers.values import ITEMS
from services.surveys.invitations.models import invitations, surveys
from services.surveys.invitations.queries import find_invitation
from services.surveys.invitations.values import InvitationState
from services.surveys.pulses.models import pulses
from services.surveys.urns.models import urn_invitations, urn_tokens, urns
from services.surveys.urns.values import Outcome
from shared.clock import local_date
from tests.surveys.urn_town import SECRET, TENANT, Town


async def asked(town: Town, people: int) -> tuple[UUID, Sequence[UUID]]:
    """A survey, and invitations that no urn knows."""
    survey_id, ids, today = uuid4(), [uuid4() for _ in range(people)], local_date(town.clock.now())
    plan = {"tenant": TENANT, "occasion": "day_30"}
    pulse = {**plan, "due_on": today, "state": "opened", "causation_id": None}
    others = ("onboarding_id", "worker_id", "employment_id", "correlation_id")
    plans = [{**pulse, "id": each, **{name: uuid4() for name in others}} for each in ids]
    invited = {"tenant": TENANT, "survey_id": survey_id, "closes_on": today + timedelta(days=21)}
    waiting = [{"id": each, **invited, "state": InvitationState.WAITING} for each in ids]
    await town.write(
        insert(surveys).values(**plan, id=survey_id, school_year=2026),
        insert(pulses).values(plans),
        insert(invitations).values(waiting),
    )
    return survey_id, ids


async def settled(town: Town) -> bool:
    async with town.database.transaction() as uow:
        return await settle(uow, town.seals, SECRET)


async def answer(town: Town, invitation_id: UUID) -> Outcome:
    today = local_date(town.clock.now())
    async with town.database.transaction() as uow:
        found = await find_invitation(uow.session, invitation_id, today)
        assert found is not None
        given = Answer({item.code: 4 for item in ITEMS}, None)
        return await give_answer(uow, town.seals, SECRET, found, given)


async def test_several_who_settle_at_once_make_one_urn_and_five_answers_are_opened(
    town: Town,
) -> None:
    survey_id, ids = await asked(town, 8)
    assert await answer(town, ids[0]) is Outcome.CLOSED, "no urn knows of it"
    await asyncio.gather(*(settled(town) for _ in range(3)))
    assert not await settled(town)
    assert await town.rows(select(func.count()).select_from(urns)) == [(1,)]
    assert await answer(town, ids[0]) is Outcome.CLOSED, "the urn has no key"
    await town.opener.tend()
    together = await asyncio.gather(*(answer(town, each) for each in [ids[0], *ids[:5]]))
    assert sorted(together) == [Outcome.ALREADY, *[Outcome.TAKEN] * 5]
    leaving = update(invitations).where(invitations.c.id.in_(ids[4:6]))
    await town.write(leaving.values(state=InvitationState.LEAVING))
    assert await settled(town)
    done = select(urn_invitations.c.done, func.count()).group_by(urn_invitations.c.done)
    assert sorted(await town.rows(done)) == [(False, 2), (True, 5)]
    assert await town.rows(select(func.count()).select_from(urn_tokens)) == [(7,)]
    town.clock.forward(timedelta(days=93))
    await town.opener.tend()
    async with town.database.reading() as session:
        results = await results_of(session, TENANT, survey_id)
    assert results is not None
    assert (results.answered, results.remarks) == (5, None)
    assert results.figures is not None
    assert {each.middle for each in results.figures.items} == {"trifft eher zu"}
