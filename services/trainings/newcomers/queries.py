"""What is known of people who want to come, of all of them at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, Uuid, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Registration, registrations
from services.trainings.people import queries as people
from services.trainings.registrations.queries import COUNTS
from services.trainings.registrations.values import Last, Wish
from shared.contracts.accounts import AccessRole
from shared.database.lists import in_list

_OF = and_(
    Registration.tenant == bindparam("tenant", type_=String),
    Registration.gathering_id == bindparam("gathering_id", type_=Uuid),
)
_LATEST = select(func.max(Registration.waiting_since).label("waiting_since")).where(_OF).subquery()
_BEFORE = (
    select(_LATEST.c.waiting_since, Registration)
    .select_from(_LATEST)
    .outerjoin(Registration, and_(_OF, in_list(registrations.c.person_id, "people")))
    .order_by(*COUNTS)
)


@dataclass(frozen=True)
class Known:
    """Of each the registration that counts, and what was given out last."""

    latest: datetime | None = None
    newest: Mapping[UUID, Registration] = field(default_factory=dict)
    sequences: Mapping[UUID, int] = field(default_factory=dict)

    def last(self, person_id: UUID, latest: datetime | None) -> Last:
        """Somebody's, if ``latest`` was who came before."""
        return Last(latest or self.latest, self.sequences.get(person_id, -1))


async def known(session: AsyncSession, row: Gathering, ids: Collection[UUID]) -> Known:
    """The gathering is held."""
    given = {"tenant": row.tenant, "people": ids, "gathering_id": row.id}
    rows = (await session.execute(_BEFORE, given)).all()
    newest, sequences = dict[UUID, Registration](), dict[UUID, int]()
    for _, entry in rows:
        if entry is not None:
            newest.setdefault(entry.person_id, entry)
            highest = sequences.get(entry.person_id, -1)
            sequences[entry.person_id] = max(highest, entry.sequence)
    return Known(rows[0][0], newest, sequences)


async def of(
    session: AsyncSession, row: Gathering, person_id: UUID
) -> tuple[Registration | None, Last]:
    """The same of one."""
    found = await known(session, row, [person_id])
    return found.newest.get(person_id), found.last(person_id, None)


async def carriers_of(
    session: AsyncSession, wishes: Collection[Wish], today: date
) -> Mapping[UUID, UUID | None]:
    """For whose quota a seat of each counts; all are of one municipality."""
    carrier = AccessRole.CARRIER
    own = {
        each.person_id: each.by.organization_id
        for each in wishes
        if each.by.person_id == each.person_id and each.by.role is carrier
    }
    others = [each for each in wishes if each.person_id not in own]
    if not others:
        return own
    ids = [each.person_id for each in others]
    return {**await people.carriers_of(session, others[0].tenant, ids, today), **own}
