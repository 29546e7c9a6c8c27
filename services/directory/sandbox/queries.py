"""A carrier's sandbox, and what was posted there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.access.queries import known_client
from services.directory.models import metadata
from services.directory.people.queries import names_of
from services.directory.sandbox.forms import TrialSearch
from services.directory.sandbox.models import Sandbox
from services.directory.sandbox.values import Shown
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.database.paging import Shown as Column
from shared.database.reach import crossing
from shared.messaging.event import SANDBOX
from shared.web.problem import Problem
from shared.web.sessions.person import Me

employments = metadata.tables["employments"]
COLUMNS = (
    attribute("external_id", "Personalnummer"),
    attribute("start_date", "Beginn"),
    attribute("last_day", "Letzter Tag"),
    Column("state", "Stand", lambda each: "zurückgenommen" if each.cancelled_at else "gemeldet"),
    attribute("recorded_at", "Eingegangen"),
)


async def sandbox_of(session: AsyncSession, me: Me) -> Sandbox | None:
    """The asker's carrier's; None while it has none."""
    mine = (Sandbox.tenant == me.tenant, Sandbox.carrier_id == me.organization_id)
    return (await session.scalars(select(Sandbox).where(*mine))).one_or_none()


async def sandbox(session: AsyncSession, me: Me) -> Sandbox:
    """The same; raises ``Problem`` where there is none."""
    found = await sandbox_of(session, me)
    if found is None:
        raise Problem(404, "sandbox-not-found", "The carrier has no sandbox")
    return found


async def shown(session: AsyncSession, now: datetime, found: Sandbox) -> Shown:
    """With names and numbers."""
    names = await names_of(session, [found.owner_id])
    registered = await known_client(session, now, found.client_id)
    made = [each.created_at for each in registered.secrets] if registered else []
    return Shown(
        client_id=found.client_id,
        owner=names.get(found.owner_id, ""),
        last_used_at=registered.client.last_used_at if registered else None,
        secret_made_at=max(made, default=None),
        hires=await session.scalar(crossing(_posted(found, func.count()))) or 0,
    )


async def page_of(
    session: AsyncSession, found: Sandbox, search: TrialSearch, page: KeysetRequest
) -> Page[Row[Any]]:
    """What was posted there, the latest first."""
    query = _posted(found, employments.c.id)
    if search.number:
        query = query.where(employments.c.external_id == search.number)
    latest = page if page.sort else replace(page, sort="-id")
    by = (employments.c.id,)
    ids = await paginate(session, crossing(query), latest, by=by, columns=COLUMNS)
    return await described(session, ids, _rows)


def _posted(found: Sandbox, *columns: Any) -> Select[Any]:
    mine = (employments.c.tenant == SANDBOX, employments.c.carrier_id == found.trial_id)
    return select(*columns).select_from(employments).where(*mine)


async def _rows(session: AsyncSession, ids: Sequence[Any]) -> Sequence[Row[Any]]:
    query = select(employments).where(
        employments.c.tenant == SANDBOX, in_list(employments.c.id, "ids")
    )
    rows = await session.execute(crossing(query), {"ids": list(ids)})
    by_id = {row.id: row for row in rows}
    return [by_id[each] for each in ids]


async def every(session: AsyncSession) -> Sequence[Sandbox]:
    """Of all municipalities."""
    return (await session.scalars(crossing(select(Sandbox).order_by(Sandbox.carrier_id)))).all()
