"""Closes organizations, opens them again, and frees the numbers of closed schools."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.directory.closures import queries, rules
from services.directory.closures.forms import ClosingForm, ReopeningForm
from services.directory.closures.models import OrganizationAct
from services.directory.closures.schemas import ClosingBody, ReopeningBody
from services.directory.closures.values import Act
from services.directory.organizations import queries as organizations
from services.directory.organizations.use_cases import announce, lock_hierarchy
from services.directory.organizations.values import Dated
from services.directory.values import day_after
from shared.clock import local_date
from shared.database.versions import Overtaken
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem


async def close(
    uow: UnitOfWork, cause: Cause, organization_id: UUID, given: ClosingForm | ClosingBody
) -> Dated:
    """It is open until its last day; doing it again changes nothing.

    Raises ``Problem``, or ``Overtaken`` if somebody was faster.
    """
    found = await organizations.organization(uow.session, cause.tenant, organization_id)
    if (found.last_day, found.successor_id) == (given.last_day, given.successor_id):
        return found
    rules.refuse_closing(found)
    today = local_date(uow.now)
    errors = rules.day_errors("last_day", given.last_day, found.valid_from, today)
    rules.refuse([*errors, *await _successor_errors(uow, cause.tenant, found, given)])
    _refuse_old(given, found, last_day=found.last_day, successor_id=found.successor_id)
    found.last_day, found.successor_id = given.last_day, given.successor_id
    note(uow, cause.tenant, found.id, Act.CLOSED, day_after(given.last_day), given.reason)
    await announce(uow, found, cause)
    return found


async def _successor_errors(
    uow: UnitOfWork, tenant: str, found: Dated, given: ClosingForm | ClosingBody
) -> list[FieldError]:
    if given.successor_id is None:
        return []
    await lock_hierarchy(uow.session, tenant)
    named = [given.successor_id]
    known = await organizations.organizations_by_id(uow.session, tenant, named)
    successor: Any = known.get(given.successor_id)
    errors = rules.successor_errors(found, successor, given.last_day)
    if not errors:
        following = await queries.successors(uow.session, tenant)
        rules.refuse_circle(found.id, given.successor_id, following)
    return errors


async def reopen(
    uow: UnitOfWork, cause: Cause, organization_id: UUID, given: ReopeningForm | ReopeningBody
) -> Dated:
    """It is open from its first day on, with the number it had; raises as ``close``."""
    found = await organizations.organization(uow.session, cause.tenant, organization_id)
    if found.valid_to is None:
        raise Problem(409, "organization-open", "The organization is not closed")
    today = local_date(uow.now)
    rules.refuse(rules.day_errors("first_day", given.first_day, found.valid_from, today))
    _refuse_old(given, found, first_day=found.valid_to)
    if given.first_day > found.valid_to:
        found.valid_from = given.first_day
    if found.former_number:
        await _refuse_taken(uow, cause.tenant, found.former_number)
        found.school_number, found.former_number = found.former_number, None
    found.valid_to = found.successor_id = None
    note(uow, cause.tenant, found.id, Act.REOPENED, given.first_day, given.reason)
    await announce(uow, found, cause)
    return found


async def _refuse_taken(uow: UnitOfWork, tenant: str, number: str) -> None:
    others = await organizations.known(uow.session, tenant, [number])
    if any(each.school_number == number for each in others):
        error = FieldError("first_day", "belongs to another school")
        raise Problem(409, "school-number-taken", "Another school has it", errors=[error])


async def release_number(uow: UnitOfWork, cause: Cause, organization_id: UUID) -> Dated:
    """Another school may have the number of a closed one; raises ``Problem``."""
    found = await organizations.organization(uow.session, cause.tenant, organization_id)
    today = local_date(uow.now)
    rules.refuse_keeping(found, today)
    found.former_number, found.school_number = found.school_number, None
    note(uow, cause.tenant, found.id, Act.NUMBER_RELEASED, today, "")
    await announce(uow, found, cause)
    return found


def note(
    uow: UnitOfWork, tenant: str, organization_id: UUID, act: Act, day: date, reason: str
) -> None:
    """Keep what was done, and why."""
    uow.session.add(
        OrganizationAct(
            tenant=tenant,
            organization_id=organization_id,
            act=act,
            day=day,
            reason=reason,
            at=uow.now,
        )
    )


def note_listed(
    uow: UnitOfWork, tenant: str, changed: Sequence[tuple[UUID, date | None]], reason: str
) -> None:
    """As ``note``, for last days that a list says; none means that it is open again."""
    for organization_id, last_day in changed:
        act = Act.CLOSED if last_day else Act.REOPENED
        day = day_after(last_day) if last_day else local_date(uow.now)
        note(uow, tenant, organization_id, act, day, reason)


def _refuse_old(
    given: ClosingForm | ClosingBody | ReopeningForm | ReopeningBody,
    found: Dated,
    **stored: Any,
) -> None:
    if given.version != found.version:
        raise Overtaken(given, {**stored, "reason": "", "version": found.version})
