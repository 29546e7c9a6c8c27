"""What is owed, and what did not go out; nobody is named."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.codes.models import mails, requests
from services.notifications.codes.values import (
    ERASED,
    ERASING,
    CodeFailure,
    Invitation,
    OwedCode,
)
from services.notifications.recipients.queries import (
    addressed,
    municipality_name,
    organization_name,
)
from shared.contracts.accounts import AccessRole, Invited

_BOTH = requests.join(mails, mails.c.request_id == requests.c.request_id)
_UNHANDLED = mails.c.handled < requests.c.version


IS_LAST = func.coalesce(requests.c.notice, "").in_([ERASING, ERASED])
"""A last mail, which no record of the directory asked for."""


def owed_at(now: datetime) -> ColumnElement[bool]:
    """Of both tables joined: a mail that nobody has sent and somebody can still use."""
    return and_(_UNHANDLED, requests.c.expires_at > now)


async def one(session: AsyncSession, request_id: UUID) -> OwedCode | None:
    """A request with the name of whoever asked, if that is known; None if it is gone."""
    query = select(requests).where(requests.c.request_id == request_id)
    found = (await session.execute(query)).one_or_none()
    if found is None:
        return None
    return OwedCode(
        request_id=request_id,
        version=found.version,
        to=await addressed(session, found.person_id, found.address),
        sealed_code=found.sealed_code,
        browser=found.browser,
        asked_at=found.asked_at,
        expires_at=found.expires_at,
        notice=found.notice,
        invitation=await _invitation(session, found.invited) if found.invited else None,
    )


async def _invitation(session: AsyncSession, told: Mapping[str, Any]) -> Invitation:
    given = Invited.model_validate(told)
    place, at = given.municipality, given.organization_id
    return Invitation(
        by=AccessRole(given.by),
        role=AccessRole(given.role),
        office=await municipality_name(session, place),
        organization=await organization_name(session, place, at) if at else "",
    )


async def next_due(session: AsyncSession, now: datetime) -> datetime | None:
    """When the first becomes due or its lease lapses; None if none is owed."""
    moment = func.coalesce(mails.c.leased_until, mails.c.not_before)
    query = select(func.min(moment)).select_from(_BOTH).where(owed_at(now))
    found: datetime | None = (await session.execute(query)).scalar()
    return found


async def depth(session: AsyncSession, now: datetime) -> tuple[int, datetime] | None:
    """How many are owed, and since when the oldest; None if none is. Last mails may wait."""
    query = select(func.count(), func.min(requests.c.asked_at)).select_from(_BOTH)
    count, oldest = (await session.execute(query.where(owed_at(now), ~IS_LAST))).one()
    return (count, oldest) if count else None


async def failed(session: AsyncSession, now: datetime) -> dict[CodeFailure, int]:
    """How many of those still kept did not go out, by cause."""
    number = func.count()
    given_up = select(mails.c.failure, number).where(mails.c.failure.is_not(None))
    rows = await session.execute(given_up.group_by(mails.c.failure))
    found = {CodeFailure(cause): many for cause, many in rows}
    late = select(number).select_from(_BOTH).where(_UNHANDLED, requests.c.expires_at <= now)
    if expired := (await session.execute(late)).scalar_one():
        found[CodeFailure.EXPIRED] = expired
    return found
