"""Erases those who have left for long, as if they had asked for it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, exists, func, or_, select

from services.directory.models import metadata
from services.directory.privacy_requests.use_cases import erase_departed
from shared.contracts.accounts import AccessRole
from shared.database.reach import crossing
from shared.messaging.unit_of_work import UnitOfWork
from shared.retention.deeds import Deed

employments = metadata.tables["employments"]
grants, contacts = metadata.tables["grants"], metadata.tables["contacts"]
later = employments.alias()
LEFT = ~or_(
    exists().where(
        later.c.worker_id == employments.c.worker_id,
        later.c.cancelled_at.is_(None),
        later.c.last_day.is_(None) | (later.c.last_day > employments.c.last_day),
    ),
    exists().where(
        grants.c.person_id == employments.c.worker_id,
        grants.c.valid_to.is_(None) | (grants.c.valid_to >= func.current_date()),
        (grants.c.role != AccessRole.WORKER) | (grants.c.tenant != employments.c.tenant),
    ),
    exists().where(contacts.c.person_id == employments.c.worker_id),
)
"""An employment that is somebody's last, and they act for nobody."""


async def erase_those_who_left(uow: UnitOfWork, keys: Sequence[Row[Any]]) -> int:
    """Here, and everywhere else; those who are hindered by something are asked for tomorrow."""
    ids = [employment_id for (employment_id,) in keys]
    query = select(employments.c.tenant, employments.c.worker_id).where(employments.c.id.in_(ids))
    people = {row.worker_id: row.tenant for row in await uow.session.execute(crossing(query))}
    done = [await erase_departed(uow, tenant, each) for each, tenant in people.items()]
    return len(keys) if all(done) else sum(done)


RETENTION = [Deed(employments, erase_those_who_left, only=LEFT, at_once=20)]
