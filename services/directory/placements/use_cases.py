"""Stores workers with their placements, and shows them to the carrier that employs them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.organizations.use_cases import (
    organization_names,
    people_by_id,
    schools_by_number,
)
from services.directory.placements.models import placements, workers
from services.directory.schemas import NewPlacement, PlacementView, WorkerView
from shared.contracts.directory import PlacementFact
from shared.database.engine import Reader
from shared.database.lists import among
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError
from shared.web.tokens import CarrierClient

Schools = dict[tuple[str, str], Row[Any]]
Employed = dict[tuple[UUID, str], str]
"""What stands for the content of the hire, by carrier and the carrier's own number."""
_EMPLOYED = select(workers.c.carrier_id, workers.c.external_id, workers.c.digest).where(
    among(workers.c.carrier_id, "carriers"), among(workers.c.external_id, "numbers")
)


async def schools_of(reader: Reader, given: Iterable[NewPlacement]) -> Schools:
    """The schools that placements name, as far as they are known."""
    return await schools_by_number(reader, {placement.school_number for placement in given})


def unknown_schools(
    tenant: str, given: Sequence[NewPlacement], schools: Schools
) -> list[FieldError]:
    """Placements at schools that the municipality does not have."""
    return [
        FieldError(f"placements.{index}.school_number", "no school of the municipality bears it")
        for index, placement in enumerate(given)
        if (tenant, placement.school_number) not in schools
    ]


def facts_of(
    tenant: str, given: Sequence[NewPlacement], schools: Schools
) -> tuple[PlacementFact, ...]:
    """Placements with ids, as they are stored and announced."""
    return tuple(
        PlacementFact(
            placement_id=new_id(),
            school_id=schools[tenant, placement.school_number].id,
            school_number=placement.school_number,
            school_type=schools[tenant, placement.school_number].school_type,
            weekly_hours=placement.weekly_hours,
        )
        for placement in given
    )


def placement_rows(
    tenant: str, worker_id: UUID, facts: Sequence[PlacementFact], starts_on: date
) -> list[dict[str, Any]]:
    """Rows for ``store``."""
    return [
        {
            "id": fact.placement_id,
            "tenant": tenant,
            "worker_id": worker_id,
            "school_id": fact.school_id,
            "weekly_hours": fact.weekly_hours,
            "starts_on": starts_on,
        }
        for fact in facts
    ]


def store(
    uow: UnitOfWork,
    worker_rows: Sequence[dict[str, Any]],
    rows: Sequence[dict[str, Any]],
) -> None:
    """Insert workers and placements."""
    uow.insert(workers, worker_rows)
    uow.insert(placements, rows)


async def employed(reader: Reader, wanted: Collection[tuple[UUID, str]]) -> Employed:
    """Which of these carriers' own numbers are taken, and by what content."""
    carriers, numbers = {carrier for carrier, _ in wanted}, {number for _, number in wanted}
    found = await reader.execute(_EMPLOYED, {"carriers": carriers, "numbers": numbers})
    return {(row.carrier_id, row.external_id): row.digest for row in found}


async def lock_worker(uow: UnitOfWork, client: CarrierClient, external_id: str) -> Row[Any] | None:
    """The client's own worker, held until the transaction ends."""
    query = select(workers).where(
        workers.c.tenant == client.tenant,
        workers.c.carrier_id == client.carrier_id,
        workers.c.external_id == external_id,
    )
    return (await uow.session.execute(query.with_for_update())).first()


async def end_work(uow: UnitOfWork, worker_id: UUID, last_day: date, reason: str) -> None:
    """No placement reaches beyond the last day."""
    await uow.session.execute(
        update(workers)
        .where(workers.c.id == worker_id)
        .values(last_day=last_day, departure_reason=reason)
    )
    await _end_placements(uow, worker_id, last_day)


async def replace(
    uow: UnitOfWork,
    tenant: str,
    worker_id: UUID,
    facts: Sequence[PlacementFact],
    valid_from: date,
) -> None:
    """End what runs on the day before, and begin ``facts``; the history is kept."""
    await _end_placements(uow, worker_id, valid_from - timedelta(days=1))
    store(uow, [], placement_rows(tenant, worker_id, facts, valid_from))


async def _end_placements(uow: UnitOfWork, worker_id: UUID, last_day: date) -> None:
    mine = placements.c.worker_id == worker_id
    await uow.session.execute(delete(placements).where(mine, placements.c.starts_on > last_day))
    await uow.session.execute(
        update(placements)
        .where(mine, or_(placements.c.ends_on.is_(None), placements.c.ends_on > last_day))
        .values(ends_on=last_day)
    )


async def view(session: AsyncSession, client: CarrierClient, worker_id: UUID) -> WorkerView | None:
    """A worker of the client's carrier."""
    worker = (
        await session.execute(
            select(workers).where(
                workers.c.tenant == client.tenant,
                workers.c.carrier_id == client.carrier_id,
                workers.c.id == worker_id,
            )
        )
    ).first()
    if worker is None:
        return None
    rows = (
        await session.execute(
            select(placements)
            .where(placements.c.tenant == client.tenant, placements.c.worker_id == worker_id)
            .order_by(placements.c.starts_on, placements.c.id)
        )
    ).all()
    person = (await people_by_id(session, client.tenant, [worker_id]))[worker_id]
    schools = await organization_names(session, client.tenant, {row.school_id for row in rows})
    return WorkerView(
        worker_id=worker_id,
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        placements=[_placement(row, schools) for row in rows],
        **{name: getattr(worker, name) for name in _SHOWN},
    )


_SHOWN = ("external_id", "start_date", "fixed_term_until", "funding", "last_day")


def _placement(row: Row[Any], schools: dict[UUID, Row[Any]]) -> PlacementView:
    school = schools[row.school_id]
    return PlacementView(
        id=row.id,
        school_number=school.school_number,
        school_name=school.name,
        weekly_hours=row.weekly_hours,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )
