"""Who answers for a municipality's data, and for its carriers'."""

from collections.abc import Mapping
from datetime import date
from typing import TypedDict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.controllers.models import CarrierControllerRow, ControllerRow
from services.directory.controllers.values import CarrierController, Controller
from services.directory.organizations.queries import organization, to_choose
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind
from shared.web.problem import Problem
from shared.web.sessions.person import Me


async def row_of(session: AsyncSession, tenant: str) -> ControllerRow | None:
    """None before the office has said anything."""
    query = select(ControllerRow).where(ControllerRow.tenant == tenant)
    return (await session.scalars(query)).one_or_none()


async def of_municipality(session: AsyncSession, tenant: str) -> Controller:
    """Empty before the office has said anything."""
    row = await row_of(session, tenant)
    return Controller() if row is None else Controller(**_said(row))


async def row_of_carrier(
    session: AsyncSession, tenant: str, carrier_id: UUID
) -> CarrierControllerRow | None:
    """None before anybody has said anything."""
    mine = (CarrierControllerRow.tenant == tenant, CarrierControllerRow.carrier_id == carrier_id)
    return (await session.scalars(select(CarrierControllerRow).where(*mine))).one_or_none()


async def of_carriers(session: AsyncSession, tenant: str, today: date) -> list[CarrierController]:
    """Every carrier of the municipality that is open, by name; what is not said is empty."""
    query = select(CarrierControllerRow).where(CarrierControllerRow.tenant == tenant)
    said = {row.carrier_id: row for row in await session.scalars(query)}
    found = await to_choose(session, tenant, today, OrganizationKind.CARRIER)
    return [_of(each.id, each.name, said) for each in found]


async def visible_to(session: AsyncSession, me: Me, today: date) -> list[CarrierController]:
    """The office sees all, a carrier's clerk its own."""
    found = await of_carriers(session, me.tenant, today)
    return [each for each in found if _may(me, each.carrier_id)]


async def of_carrier(session: AsyncSession, me: Me, carrier_id: UUID) -> CarrierController:
    """One that ``me`` may write; raises ``Problem``."""
    if not _may(me, carrier_id):
        raise _not_found()
    found = await organization(session, me.tenant, carrier_id)
    if found.kind is not OrganizationKind.CARRIER:
        raise _not_found()
    row = await row_of_carrier(session, me.tenant, carrier_id)
    return _of(carrier_id, found.name, {carrier_id: row} if row else {})


def _may(me: Me, carrier_id: UUID) -> bool:
    return me.role is not AccessRole.CARRIER or carrier_id == me.organization_id


def _not_found() -> Problem:
    return Problem(404, "organization-not-found", "There is no such organization")


def _of(
    carrier_id: UUID, name: str, said: Mapping[UUID, CarrierControllerRow]
) -> CarrierController:
    row = said.get(carrier_id)
    if row is None:
        return CarrierController(carrier_id=carrier_id, carrier=name)
    return CarrierController(
        **_said(row), carrier_id=carrier_id, carrier=name, law=row.law, authority=row.authority
    )


class _Said(TypedDict):
    name: str
    address: str
    email: str
    phone: str
    officer: str
    officer_address: str
    officer_email: str
    officer_phone: str
    version: int


def _said(row: ControllerRow | CarrierControllerRow) -> _Said:
    return _Said(
        name=row.name,
        address=row.address,
        email=row.email,
        phone=row.phone,
        officer=row.officer,
        officer_address=row.officer_address,
        officer_email=row.officer_email,
        officer_phone=row.officer_phone,
        version=row.version,
    )
