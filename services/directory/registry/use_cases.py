"""Registers organizations with their contacts, and announces what is new or has changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.directory.organizations import use_cases as organizations
from services.directory.organizations.use_cases import Organization
from services.directory.registry import rules
from services.directory.registry.rules import Acting, Import, Key
from services.directory.registry.schemas import (
    Counts,
    Dataset,
    NewOrganization,
    OrganizationAnswer,
    Outcome,
    Registered,
)
from services.directory.rules import unreachable
from shared.contracts.directory import OrganizationKind, Role, SchoolType
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem


@dataclass(frozen=True)
class _Step:
    """What becomes of one organization."""

    row: int
    state: Organization
    acting: Acting
    outcome: Outcome


async def register(uow: UnitOfWork, dataset: Dataset) -> Registered:
    """As ``register_all``, for a dataset."""
    return await register_all(uow, rules.of_dataset(dataset))


async def register_all(uow: UnitOfWork, given: Import) -> Registered:
    """Store and announce what differs from what is known; the same again changes nothing.

    Raises ``Problem``, ``ChangedMeanwhile`` if somebody else changes the same at the same time, or
    ``IntegrityError`` if they add it.
    """
    rules.refuse(rules.contradictions(given))
    cause = Cause(given.municipality, new_id())
    known = await _known(uow, given)
    people = await organizations.acting(
        uow.session, given.municipality, [row.id for row in known.values()]
    )
    steps = [
        _step(given, place, known.get(rules.key_of(organization)), people)
        for place, organization in enumerate(given.organizations)
    ]
    await _store(uow, steps, cause)
    return _answer(given, steps)


def refuse_unreachable(given: Import, allowed: frozenset[str]) -> None:
    """Raise ``Problem`` if there are contacts whom no mail from here can reach."""
    addresses = {
        given.field(place, f"contacts.{number}.email"): contact.email
        for place, each in enumerate(given.organizations)
        for number, contact in enumerate(each.contacts)
    }
    rules.refuse(unreachable(addresses, allowed))


async def _known(uow: UnitOfWork, given: Import) -> dict[Key, Row[Any]]:
    """What the municipality has already; raises ``Problem`` for a school of another one."""
    places = {
        organization.school_number: place
        for place, organization in enumerate(given.organizations)
        if organization.school_number
    }
    rows = await organizations.find(uow.session, given.municipality, places)
    taken = [
        FieldError(
            given.field(places[row.school_number], "school_number"),
            "belongs to a school of another municipality",
        )
        for row in rows
        if row.tenant != given.municipality
    ]
    if taken:
        title = "A school number is taken"
        raise Problem(409, "school-number-taken", title, errors=taken)
    return {rules.key_of(row): row for row in rows}


def _step(
    given: Import,
    place: int,
    row: Row[Any] | None,
    people: Mapping[UUID, Mapping[Role, Row[Any]]],
) -> _Step:
    organization = given.organizations[place]
    now = people.get(row.id, {}) if row else {}
    acting = rules.acting_after(organization, given.roles, now)
    state = _state(organization, row, acting)
    if row is None:
        outcome = Outcome.ADDED
    elif _stored(row, now) == state:
        outcome = Outcome.UNCHANGED
    else:
        outcome = Outcome.CHANGED
    return _Step(given.rows[place], state, acting, outcome)


def _state(given: NewOrganization, row: Row[Any] | None, acting: Acting) -> Organization:
    said = row is None or "all_day_school" in given.model_fields_set
    return Organization(
        id=row.id if row else new_id(),
        kind=given.kind,
        name=given.name,
        school_number=given.school_number,
        school_type=given.school_type,
        all_day_school=given.all_day_school if said or row is None else row.all_day_school,
        contacts=acting.contacts,
        version=row.version if row else 0,
    )


def _stored(row: Row[Any], now: Mapping[Role, Row[Any]]) -> Organization:
    return Organization(
        id=row.id,
        kind=OrganizationKind(row.kind),
        name=row.name,
        school_number=row.school_number,
        school_type=SchoolType(row.school_type) if row.school_type else None,
        all_day_school=row.all_day_school,
        contacts={role: person.id for role, person in now.items()},
        version=row.version,
    )


async def _store(uow: UnitOfWork, steps: Sequence[_Step], cause: Cause) -> None:
    named = {
        person_id: rules.names_of(contact)
        for step in steps
        for person_id, contact in step.acting.named.items()
    }
    changed = [step.state for step in steps if step.outcome is not Outcome.UNCHANGED]
    ended = [
        answer.person_id
        for step in steps
        for answer in step.acting.answers
        if answer.outcome is Outcome.ENDED
    ]
    await organizations.save_people(uow, named, cause)
    await organizations.save(uow, changed, cause)
    await organizations.forget_people(uow, ended, cause)


def _answer(given: Import, steps: Sequence[_Step]) -> Registered:
    counts = Counter(step.outcome for step in steps)
    contacts = Counter(answer.outcome for step in steps for answer in step.acting.answers)
    return Registered(
        added=counts[Outcome.ADDED],
        changed=counts[Outcome.CHANGED],
        unchanged=counts[Outcome.UNCHANGED],
        contacts=Counts(**{outcome.value: count for outcome, count in contacts.items()}),
        ids={step.state.school_number or step.state.name: step.state.id for step in steps},
        rows=[
            OrganizationAnswer(
                row=step.row,
                id=step.state.id,
                outcome=step.outcome,
                contacts=list(step.acting.answers),
            )
            for step in steps
        ],
    )
