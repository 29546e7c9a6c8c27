"""What whoever holds the link of a registration may read beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.alike import queries as alike
from services.trainings.certificates import queries as certificates
from services.trainings.certificates.values import Certified
from services.trainings.feedback_rights import queries as feedback
from services.trainings.feedback_rights.values import TOO_LATE
from services.trainings.guests import queries as guests
from services.trainings.models import Gathering, Registration
from services.trainings.overlaps import queries as overlaps
from services.trainings.people import queries as people
from services.trainings.published_minutes import queries as minutes
from services.trainings.registrations import queries as registrations
from services.trainings.stands import queries as stands
from services.trainings.values import GONE
from shared.contracts.gatherings import REGISTRATION_PAGE
from shared.links import LinkInvalid, Links


@dataclass(frozen=True)
class Papers:
    """What came of it; whoever ``signs_in`` finds it there, and the link does not show it."""

    signs_in: bool
    minutes: bool
    certificates: list[Certified]
    too_late: str
    """Why they were not asked for feedback; empty for everybody else."""


async def opened(links: Links, session: AsyncSession, token: str) -> Registration:
    """Raises ``LinkExpired``, and ``LinkInvalid`` for what is no link of ours."""
    entry = await registrations.by_link(session, await links.open(REGISTRATION_PAGE, token))
    if entry is None:
        raise LinkInvalid
    return entry


async def beside(
    session: AsyncSession, row: Gathering, entry: Registration, now: datetime
) -> Mapping[str, Any]:
    """What came of it, what it crosses, and seats that they would give up for one here."""
    key = (entry.tenant, entry.person_id, row.id)
    tied = await alike.of(session, row, now, entry.person_id)
    return {
        "asked": stands.is_asked(row, now),
        "papers": await papers_of(session, entry),
        "is_guest": bool(await guests.known(session, entry.tenant, [entry.person_id])),
        "swaps": [each for each in tied if each.seated],
        "crossed": await overlaps.of(session, *key) if entry.place not in GONE else (),
    }


async def papers_of(session: AsyncSession, entry: Registration) -> Papers:
    """Minutes and certificates, the newest first."""
    known = await certificates.of_registration(session, entry.tenant, entry.id)
    standing = [each for each in known if each.superseded_at is None]
    return Papers(
        await _signs_in(session, entry),
        await minutes.may_read_by(session, entry),
        standing[::-1],
        TOO_LATE if await feedback.came_late(session, entry) else "",
    )


async def minutes_file(session: AsyncSession, entry: Registration, today: date) -> bytes:
    """Of what they had a seat in; raises ``NoResultFound``, also for who signs in."""
    if not minutes.are_for(entry) or await _signs_in(session, entry):
        raise NoResultFound
    return await minutes.file_of(session, entry.tenant, entry.gathering_id, today)


async def certificate_file(
    session: AsyncSession, entry: Registration, certificate_id: UUID
) -> bytes:
    """As it was issued for this registration; raises ``NoResultFound``, also for who signs in."""
    if await _signs_in(session, entry):
        raise NoResultFound
    return await certificates.file_by_link(session, entry, certificate_id)


async def _signs_in(session: AsyncSession, entry: Registration) -> bool:
    return bool(await people.roles_of(session, entry.tenant, entry.person_id))
