"""How many there were."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.refusals.models import Refusals, refusals
from services.directory.refusals.values import Proof
from shared.clock import A_DAY
from shared.database.paging import KeysetRequest, Page, Shown, attribute, paginate

_SINCE = (
    select(refusals.c.kind, func.sum(refusals.c.number))
    .where(refusals.c.hour > bindparam("after"))
    .group_by(refusals.c.kind)
)
NUMBER = select(func.coalesce(func.sum(refusals.c.number), 0)).where(
    refusals.c.hour > bindparam("after")
)
"""Of all kinds ``after`` that hour."""
COLUMNS = (
    attribute("hour", "Stunde ab"),
    Shown("kind", "Was falsch war", lambda each: Proof(each.kind)),
    attribute("number", "Wie oft"),
)


async def page_of(session: AsyncSession, wanted: KeysetRequest) -> Page[Refusals]:
    """Hour by hour, the newest first."""
    newest_first = replace(wanted, sort=wanted.sort or f"-{Refusals.hour.key}")
    by = (Refusals.hour, Refusals.kind)
    return await paginate(session, select(Refusals), newest_first, by=by, columns=COLUMNS)


async def of_last_day(session: AsyncSession, now: datetime) -> Mapping[Proof, int]:
    """By what was wrong, in whole hours."""
    rows = await session.execute(_SINCE, lately(now))
    return {Proof(kind): int(number) for kind, number in rows}


def lately(now: datetime) -> dict[str, datetime]:
    """The last day, for ``NUMBER``."""
    return {"after": now - A_DAY}
