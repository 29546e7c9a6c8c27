"""What is read of accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.models import AccessGrant, SamplePerson, SignInAddress
from services.directory.organizations.queries import named_in, names_of
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import OrganizationKind
from shared.web.sessions.display import Display, short


@dataclass(frozen=True, slots=True)
class Sample:
    """An invented person, and how they are presented."""

    person_id: UUID
    name: str
    title: str


async def grants_of(session: AsyncSession, person_id: UUID) -> Sequence[Grant]:
    """Everything a person may do, in a fixed order."""
    query = select(AccessGrant).where(AccessGrant.person_id == person_id)
    rows = await session.scalars(
        query.order_by(AccessGrant.tenant, AccessGrant.role, AccessGrant.id)
    )
    return [
        Grant(
            role=AccessRole(row.role),
            municipality=row.tenant,
            organization_id=row.organization_id,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows
    ]


async def person_at(session: AsyncSession, address: str) -> UUID | None:
    """Whose address for signing in it is; ``address`` is folded."""
    query = select(SignInAddress.person_id).where(SignInAddress.address == address)
    return (await session.execute(query)).scalar()


async def name_of(session: AsyncSession, person_id: UUID) -> str:
    """What the person is called; raises ``KeyError``."""
    return (await names_of(session, [person_id]))[person_id]


async def display_of(session: AsyncSession, person_id: UUID) -> Display:
    """How headers call the person, and whom they act for; raises ``KeyError``."""
    given = await grants_of(session, person_id)
    mine = {each.organization_id for each in given if each.organization_id is not None}
    rows = await named_in(session, mine, {each.municipality for each in given})
    return Display(
        name=await name_of(session, person_id),
        municipalities={
            row.tenant: row.name for row in rows if row.kind == OrganizationKind.MUNICIPALITY
        },
        organizations={short(row.id): row.name for row in rows if row.id in mine},
    )


async def sample_people(session: AsyncSession) -> Sequence[Sample]:
    """Those one may sign in as by a click; none in an installation without the sample."""
    query = select(SamplePerson.person_id, SamplePerson.title).order_by(SamplePerson.position)
    rows = (await session.execute(query)).all()
    if not rows:
        return []
    names = await names_of(session, [row.person_id for row in rows])
    return [
        Sample(row.person_id, names[row.person_id], row.title)
        for row in rows
        if row.person_id in names
    ]
