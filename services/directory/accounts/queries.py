"""What is read of accounts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.models import AccessGrant, SamplePerson, SignInAddress
from services.directory.organizations.queries import names_of
from shared.contracts.accounts import AccessRole, Grant
from shared.database.lists import in_list


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


async def addresses_of(session: AsyncSession, ids: Collection[UUID]) -> set[tuple[UUID, str]]:
    """The addresses for signing in of these people."""
    query = select(SignInAddress.person_id, SignInAddress.address)
    theirs = query.where(in_list(SignInAddress.person_id.expression, "ids"))
    return {(row[0], row[1]) for row in await session.execute(theirs, {"ids": list(ids)})}


async def name_of(session: AsyncSession, person_id: UUID) -> str:
    """What the person is called; raises ``KeyError``."""
    return (await names_of(session, [person_id]))[person_id]


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
