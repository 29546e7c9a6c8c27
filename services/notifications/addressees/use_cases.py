"""Reads and keeps what is known about people, organizations, tasks and workers."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.addressees.models import employments, organizations, people, templates
from services.notifications.addressees.rules import Holder, first_of_each_role, holder_of
from services.notifications.schemas import (
    Directory,
    Employment,
    Letter,
    Organization,
    Person,
    Waiting,
)
from shared.contracts.directory import OrganizationKind, WorkerHired
from shared.messaging.event import EVERYONE
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork

__all__ = ["Holder", "forget", "holder_of", "known", "read_directory", "remember"]


def remember(hires: Sequence[Received[WorkerHired]], uow: UnitOfWork) -> None:
    """Keep where each worker starts; the last hire of a worker counts."""
    rows = {
        hire.body.worker_id: {
            "worker_id": hire.body.worker_id,
            "tenant": hire.tenant,
            "carrier_id": hire.body.carrier_id,
            "start_date": hire.body.start_date,
            "school_ids": [str(placement.school_id) for placement in hire.body.placements],
            "as_of": hire.message.time,
        }
        for hire in hires
    }
    uow.upsert(employments, list(rows.values()), newer="as_of")


async def forget(uow: UnitOfWork, worker_ids: Collection[UUID]) -> None:
    """Where erased people were to start is nobody's business any more."""
    await uow.session.execute(delete(employments).where(employments.c.worker_id.in_(worker_ids)))


async def known(session: AsyncSession, waiting: Collection[Waiting]) -> set[UUID]:
    """Those of the absent copies that have arrived meanwhile."""
    found: set[UUID] = set()
    for table in (people, organizations, templates, employments):
        absent = {
            (each.letter.tenant, each.reason.waits_for)
            for each in waiting
            if each.reason.absent == table.name
        }
        if absent:
            key = table.primary_key.columns.values()[0]
            mine = select(table.c.tenant, key).where(key.in_([each for _, each in absent]))
            rows = (await session.execute(mine)).all()
            found.update(
                each for tenant, each in rows if tenant == EVERYONE or (tenant, each) in absent
            )
    return found


async def read_directory(
    session: AsyncSession, tenant: str, letters: Sequence[Letter]
) -> Directory:
    """Everything these letters of one municipality may need, in four statements."""
    workers = {letter.worker_id for letter in letters}
    template_ids = {
        UUID(letter.payload["template_id"]) for letter in letters if "template_id" in letter.payload
    }
    employed = {
        row.worker_id: Employment(
            row.worker_id, row.carrier_id, row.start_date, [UUID(i) for i in row.school_ids]
        )
        for row in await _rows(session, employments, employments.c.worker_id, workers, tenant)
    }
    titles = {
        row.template_id: {task["code"]: task["title"] for task in row.tasks}
        for row in await _rows(session, templates, templates.c.template_id, template_ids, tenant)
    }
    places = {letter.organization_id for letter in letters if letter.organization_id is not None}
    for one in employed.values():
        places |= {one.carrier_id, *one.school_ids}
    found, municipality = await _organizations(session, tenant, places)
    wanted = workers.union(*(each.contacts.values() for each in found.values()))
    if municipality is not None:
        wanted.update(municipality.contacts.values())
    persons = {
        row.person_id: Person(row.person_id, row.given_name, row.family_name, row.email)
        for row in await _rows(session, people, people.c.person_id, wanted, tenant)
    }
    return Directory(persons, found, employed, titles, municipality)


async def _organizations(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> tuple[dict[UUID, Organization], Organization | None]:
    key, kind = organizations.c.organization_id, OrganizationKind.MUNICIPALITY
    statement = (
        select(organizations)
        .where(organizations.c.tenant == tenant)
        .where(or_(key.in_(ids), organizations.c.kind == kind.value))
        .order_by(key)
    )
    found = {
        row.organization_id: Organization(
            row.organization_id,
            OrganizationKind(row.kind),
            row.name,
            first_of_each_role(row.contacts),
        )
        for row in await session.execute(statement)
    }
    return found, next((each for each in found.values() if each.kind is kind), None)


async def _rows(
    session: AsyncSession, table: Table, key: Column[Any], ids: Collection[UUID], tenant: str
) -> Sequence[Any]:
    if not ids:
        return []
    statement = select(table).where(key.in_(ids), table.c.tenant.in_((tenant, EVERYONE)))
    return (await session.execute(statement)).all()
