"""Certificates: of a gathering, of somebody, behind a code, and their files."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from services.trainings.attendance import queries as attendance
from services.trainings.attendance.values import Attended, units_in_words
from services.trainings.certificates import rules
from services.trainings.certificates.models import Certificate
from services.trainings.certificates.values import Certified, Earned, Snapshot
from services.trainings.gatherings.values import Whole
from services.trainings.models import Gathering, Organization, Person, Registration
from services.trainings.people.queries import names_of
from shared.contracts.directory import OrganizationKind
from shared.database.reach import crossing

OFFICE = "Koordinierungsstelle Schulsozialarbeit"


@dataclass(frozen=True)
class Candidate:
    """Somebody who was registered, how much of it they attended, and their newest certificate."""

    entry: Attended
    name: str
    units: Decimal
    planned: Decimal
    newest: Certified | None

    @property
    def share(self) -> str:
        return f"{units_in_words(self.units)} von {units_in_words(self.planned)} UE"


async def candidates(session: AsyncSession, row: Whole) -> list[Candidate]:
    """By name."""
    found = await attendance.attended(session, row.tenant, row.id)
    names = await names_of(session, row.tenant, [each.person_id for each in found])
    people = {key: each.person_id for each in found for key in each.registrations}
    known = await of_gathering(session, row.tenant, row.id)
    newest = {people.get(each.registration_id): each for each in known}
    listed = [
        Candidate(
            each,
            names.get(each.person_id, ""),
            each.units(row.held),
            rules.planned(row),
            newest.get(each.person_id),
        )
        for each in found
    ]
    return sorted(listed, key=lambda each: each.name.rpartition(" ")[2].casefold())


async def of_gathering(
    session: AsyncSession, tenant: str, gathering_id: UUID
) -> Sequence[Certified]:
    """All revisions, later ones last."""
    mine = (Certificate.tenant == tenant, Certificate.gathering_id == gathering_id)
    return await _found(session, *mine)


def number_of(row: Gathering) -> ScalarSelect[int]:
    """How many are valid, for who asks it together with others."""
    mine = (Certificate.tenant == row.tenant, Certificate.gathering_id == row.id)
    valid = (Certificate.superseded_at.is_(None), Certificate.revoked_at.is_(None))
    query = select(func.count()).select_from(Certificate).where(*mine, *valid)
    return query.scalar_subquery()


def outstanding(
    tenant: ColumnElement[str], gathering_id: ColumnElement[UUID]
) -> ColumnElement[bool]:
    """Whether somebody was there, and nobody has a certificate."""
    mine = (Certificate.tenant == tenant, Certificate.gathering_id == gathering_id)
    return attendance.was_attended(tenant, gathering_id) & ~exists().where(*mine)


def is_outstanding(row: Gathering) -> ScalarSelect[bool]:
    """The same of one, for who asks it together with others."""
    return select(outstanding(literal(row.tenant), literal(row.id))).scalar_subquery()


async def of_registration(
    session: AsyncSession, tenant: str, registration_id: UUID
) -> Sequence[Certified]:
    """The same of one person."""
    mine = (Certificate.tenant == tenant, Certificate.registration_id == registration_id)
    return await _found(session, *mine)


async def of_person(session: AsyncSession, tenant: str, person_id: UUID) -> Sequence[Certified]:
    """Their own, the newest first; earlier revisions are left out."""
    theirs = select(Registration.id).where(
        Registration.tenant == tenant, Registration.person_id == person_id
    )
    standing = (
        Certificate.tenant == tenant,
        Certificate.registration_id.in_(theirs),
        Certificate.superseded_at.is_(None),
    )
    return list(reversed(await _found(session, *standing)))


async def earned(session: AsyncSession, tenant: str, ids: Collection[UUID] | None) -> list[Earned]:
    """Units that certificates which hold say of some people, or of everybody."""
    query = (
        select(Registration.person_id, Gathering.id, Gathering.kind, Certificate.snapshot)
        .join(Registration, Registration.id == Certificate.registration_id)
        .join(Gathering, Gathering.id == Certificate.gathering_id)
        .where(
            Certificate.tenant == tenant,
            Certificate.superseded_at.is_(None),
            Certificate.revoked_at.is_(None),
        )
    )
    if ids is not None:
        query = query.where(Registration.person_id.in_(ids))
    rows = (await session.execute(query)).all()
    return [Earned(*row[:3], Snapshot.model_validate(row.snapshot)) for row in rows]


async def holders(session: AsyncSession, tenant: str, gathering_id: UUID) -> Sequence[UUID]:
    """Who has a certificate of a gathering, or had one."""
    query = (
        select(Registration.person_id)
        .join(Certificate, Certificate.registration_id == Registration.id)
        .where(Certificate.tenant == tenant, Certificate.gathering_id == gathering_id)
    )
    return (await session.scalars(query.distinct())).all()


async def behind(session: AsyncSession, code: str) -> Certified | None:
    """Of whatever municipality, while its person is known."""
    known = (
        select(Registration.id)
        .join(
            Person,
            (Person.person_id == Registration.person_id) & (Person.tenant == Registration.tenant),
        )
        .where(Registration.id == Certificate.registration_id)
    )
    query = select(Certificate).where(Certificate.code == code, known.exists())
    row = (await session.scalars(crossing(query))).one_or_none()
    return _certified(row) if row else None


def certified() -> Select[UUID]:
    """Everybody who has one."""
    mine = Certificate.registration_id == Registration.id
    return select(Registration.person_id).join(Certificate, mine)


async def file_of(session: AsyncSession, tenant: str, *which: ColumnElement[bool]) -> bytes:
    """As it was issued; raises ``NoResultFound``."""
    query = select(Certificate).where(Certificate.tenant == tenant, *which)
    return (await session.scalars(query.options(undefer(Certificate.pdf)))).one().pdf


async def file_for_office(
    session: AsyncSession, tenant: str, gathering_id: UUID, certificate_id: UUID
) -> bytes:
    """Raises ``NoResultFound``."""
    mine = (Certificate.gathering_id == gathering_id, Certificate.id == certificate_id)
    return await file_of(session, tenant, *mine)


async def own_file(
    session: AsyncSession, tenant: str, person_id: UUID, certificate_id: UUID
) -> bytes:
    """Raises ``NoResultFound`` for somebody else's."""
    theirs = select(Registration.id).where(
        Registration.tenant == tenant, Registration.person_id == person_id
    )
    mine = (Certificate.id == certificate_id, Certificate.registration_id.in_(theirs))
    return await file_of(session, tenant, *mine)


async def file_by_link(session: AsyncSession, entry: Registration, certificate_id: UUID) -> bytes:
    """Of this registration; raises ``NoResultFound``."""
    mine = (Certificate.registration_id == entry.id, Certificate.id == certificate_id)
    return await file_of(session, entry.tenant, *mine)


async def organiser(session: AsyncSession, tenant: str) -> str:
    """The office, with the name of its municipality where we know it."""
    query = select(Organization.name).where(
        Organization.tenant == tenant, Organization.kind == str(OrganizationKind.MUNICIPALITY)
    )
    name = (await session.execute(query.order_by(Organization.name).limit(1))).scalar()
    return f"{OFFICE}, {name}" if name else OFFICE


async def _found(session: AsyncSession, *which: ColumnElement[bool]) -> Sequence[Certified]:
    query = select(Certificate).where(*which)
    rows = await session.scalars(query.order_by(Certificate.issued_at, Certificate.revision))
    return [_certified(each) for each in rows]


def _certified(row: Certificate) -> Certified:
    return Certified(
        id=row.id,
        gathering_id=row.gathering_id,
        registration_id=row.registration_id,
        code=row.code,
        revision=row.revision,
        issued_at=row.issued_at,
        snapshot=Snapshot.model_validate(row.snapshot),
        sha256=row.sha256,
        superseded_at=row.superseded_at,
        revoked_at=row.revoked_at,
        reason=row.reason,
    )
