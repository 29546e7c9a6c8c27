"""What is known of people who want to come, of all of them at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, Uuid, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Registration, registrations
from services.trainings.questions import queries as questions
from services.trainings.quotas import queries as quotas
from services.trainings.registrations.queries import COUNTS
from services.trainings.registrations.values import Last
from shared.database.lists import in_list

_THIS = bindparam("gathering_id", type_=Uuid)
_OF = and_(
    Registration.tenant == bindparam("tenant", type_=String), Registration.gathering_id == _THIS
)
_LATEST = select(func.max(Registration.waiting_since).label("waiting_since")).where(_OF).subquery()
_BEFORE = (
    select(_LATEST.c.waiting_since, Registration, questions.there(_THIS), quotas.given(_THIS))
    .select_from(_LATEST)
    .outerjoin(Registration, and_(_OF, in_list(registrations.c.person_id, "people")))
    .order_by(*COUNTS)
)


@dataclass(frozen=True)
class Known:
    """Of each the registration that counts, and what was given out last.

    And of the gathering, for which nothing is read that most have not: questions and quotas.
    """

    latest: datetime | None = None
    newest: Mapping[UUID, Registration] = field(default_factory=dict)
    sequences: Mapping[UUID, int] = field(default_factory=dict)
    asks: bool = False
    has_quotas: bool = False

    def last(self, person_id: UUID, latest: datetime | None) -> Last:
        """Somebody's, if ``latest`` was who came before."""
        return Last(latest or self.latest, self.sequences.get(person_id, -1))


async def known(session: AsyncSession, row: Gathering, ids: Collection[UUID]) -> Known:
    """The gathering is held."""
    given = {"tenant": row.tenant, "people": ids, "gathering_id": row.id}
    rows = (await session.execute(_BEFORE, given)).all()
    newest, sequences = dict[UUID, Registration](), dict[UUID, int]()
    for _, entry, _, _ in rows:
        if entry is not None:
            newest.setdefault(entry.person_id, entry)
            highest = sequences.get(entry.person_id, -1)
            sequences[entry.person_id] = max(highest, entry.sequence)
    latest, _, asks, has_quotas = rows[0]
    return Known(latest, newest, sequences, asks, has_quotas)


async def of(
    session: AsyncSession, row: Gathering, person_id: UUID
) -> tuple[Registration | None, Last]:
    """The same of one."""
    found = await known(session, row, [person_id])
    return found.newest.get(person_id), found.last(person_id, None)
