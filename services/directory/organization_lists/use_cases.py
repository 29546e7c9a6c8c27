"""Imports lists of organizations, with the people who act for them."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.closures.use_cases import note_listed
from services.directory.duplicates.queries import alike
from services.directory.organization_lists import rules
from services.directory.organization_lists.schemas import (
    ContactAnswer,
    Counts,
    Dataset,
    Import,
    OrganizationAnswer,
    Registered,
)
from services.directory.organization_lists.values import Outcome, Plan, Step
from services.directory.organizations import queries
from services.directory.organizations.use_cases import lock_hierarchy, save
from services.directory.people.use_cases import forget_people, save_people
from services.directory.people.values import names_of
from shared.clock import local_date
from shared.context import Context
from shared.ids import new_id
from shared.json import Json
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me

LISTED = "Schulliste"
MOST_LOOKED_FOR, MOST_ASKED = 500, 100
"""New people of a list, and questions about them; whoever else is known is found later."""


async def plan(session: AsyncSession, given: Import, today: date) -> Plan:
    """What ``given`` would do now; a school of another municipality is refused in its row."""
    numbers = {each.school_number for each in given.organizations if each.school_number}
    known = await queries.known(session, given.municipality, numbers)
    given = given.without(rules.taken(given, known))
    given = given.without(given.of_closed(known, today))
    given = given.without(rules.misplaced(given, known))
    mine = [each.id for each in known if each.tenant == given.municipality]
    return rules.plan(given, known, await queries.acting(session, given.municipality, mine))


async def preview(here: Context, session: AsyncSession, me: Me, content: bytes) -> Plan:
    """What a school list would do now, and whom it may name twice; raises ``Problem`` for none."""
    allowed = here.settings.mail_reserved_domains
    given = await asyncio.to_thread(rules.read_reachable, me.tenant, content, allowed)
    today = local_date(here.clock.now())
    planned = await plan(session, given, today)
    new = rules.newcomers(planned)[:MOST_LOOKED_FOR]
    if not new:
        return planned
    found = await alike(session, me, today, [each.names for each in new])
    may_be = [replace(each, alike=some) for each, some in zip(new, found, strict=True) if some]
    return planned.asking(may_be[:MOST_ASKED])


async def register(uow: UnitOfWork, dataset: Dataset) -> Registered:
    """As ``register_all``, for a dataset."""
    return await register_all(uow, rules.of_dataset(dataset))


async def register_named(uow: UnitOfWork, municipality: str, given: Sequence[Json]) -> Registered:
    """As ``register``, for what a neighbour writes down."""
    whole = {"municipality": municipality, "organizations": given}
    return await register(uow, Dataset.model_validate(whole))


async def register_all(uow: UnitOfWork, given: Import) -> Registered:
    """Store and announce what differs from what is known; the same again changes nothing.

    Raises ``Problem``, ``StaleDataError`` if somebody else changes the same
    at the same time, or ``IntegrityError`` if they add it.
    """
    wrong = given.without(rules.contradictions(given)).refused
    rules.refuse(rules.renamed(given, wrong))
    if any(each.part_of for each in given.organizations):
        await lock_hierarchy(uow.session, given.municipality)
    planned = await plan(uow.session, given, local_date(uow.now))
    taken = rules.renamed(given, planned.refused)
    rules.refuse([each for each in taken if each.field.endswith("part_of")])
    if taken:
        raise Problem(409, "school-number-taken", "A school number is taken", errors=taken)
    await carry_out(uow, planned, Cause(given.municipality, new_id()))
    return _answer(planned.steps)


async def carry_out(uow: UnitOfWork, planned: Plan, cause: Cause) -> None:
    """Store and announce what was planned in this transaction."""
    steps = planned.steps
    named = {key: names_of(each) for step in steps for key, each in step.acting.named.items()}
    ended = [
        each.person_id
        for step in steps
        for each in step.acting.outcomes
        if each.outcome is Outcome.ENDED
    ]
    await save_people(uow, named, cause)
    await save(uow, [each for each in steps if each.outcome is not Outcome.UNCHANGED], cause)
    await forget_people(uow, ended, cause)
    closed = [(each.id, each.state["last_day"]) for each in steps if each.says_last_day]
    note_listed(uow, cause.tenant, closed, LISTED)


def _answer(steps: Sequence[Step]) -> Registered:
    counts = Counter(step.outcome for step in steps)
    acting = Counter(each.outcome for step in steps for each in step.acting.outcomes)
    return Registered(
        added=counts[Outcome.ADDED],
        changed=counts[Outcome.CHANGED],
        unchanged=counts[Outcome.UNCHANGED],
        contacts=Counts(**{outcome.value: count for outcome, count in acting.items()}),
        ids={step.state["school_number"] or step.state["name"]: step.id for step in steps},
        rows=[
            OrganizationAnswer(
                row=step.row,
                id=step.id,
                outcome=step.outcome,
                contacts=[ContactAnswer.model_validate(each) for each in step.acting.outcomes],
            )
            for step in steps
        ],
    )
