"""The text of minutes, its revisions, and what was published."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.minutes import rules
from services.trainings.minutes.models import (
    Minutes,
    MinutesCorrection,
    MinutesDraft,
    MinutesPresence,
    MinutesRevision,
    minutes,
)
from services.trainings.minutes.values import Correction, Piece, Published, Revision
from services.trainings.models import Gathering
from services.trainings.people import queries as people

REVISIONS_SHOWN = 100
UNKNOWN = "ehemalige Fachkraft"


def with_published(
    tenant: ColumnElement[str], gathering_id: ColumnElement[UUID]
) -> ColumnElement[bool]:
    """Whether a gathering has minutes that can be read."""
    return exists().where(
        minutes.c.tenant == tenant,
        minutes.c.gathering_id == gathering_id,
        minutes.c.published_at.is_not(None),
    )


async def of_gathering(session: AsyncSession, tenant: str, gathering_id: UUID) -> Minutes | None:
    """None where nobody has begun them."""
    mine = (Minutes.tenant == tenant, Minutes.gathering_id == gathering_id)
    return (await session.scalars(select(Minutes).where(*mine))).one_or_none()


def revision_of(row: Gathering) -> ScalarSelect[int]:
    """The newest, for who asks it together with others."""
    mine = (Minutes.tenant == row.tenant, Minutes.gathering_id == row.id)
    return select(Minutes.revision).where(*mine).scalar_subquery()


def published_at_of(row: Gathering) -> ScalarSelect[datetime | None]:
    """The same of when they were published."""
    mine = (Minutes.tenant == row.tenant, Minutes.gathering_id == row.id)
    return select(Minutes.published_at).where(*mine).scalar_subquery()


async def refuse_published(session: AsyncSession, row: Gathering) -> None:
    """Raise ``Problem`` once its minutes are frozen."""
    rules.refuse_published(await of_gathering(session, row.tenant, row.id))


async def begun(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> set[UUID]:
    """Of these the gatherings of which somebody has written something."""
    found: set[UUID] = set()
    for model in (Minutes, MinutesDraft):
        theirs = (model.tenant == tenant, model.gathering_id.in_(ids))
        found.update(await session.scalars(select(model.gathering_id).where(*theirs)))
    return found


def some_published(gathering_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether there is something to read, as a condition of a statement about gatherings."""
    return exists().where(Minutes.gathering_id == gathering_id, Minutes.published_at.is_not(None))


def written(gathering_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether they are begun, and perhaps read one day, as a condition of such a statement."""
    return exists().where(Minutes.gathering_id == gathering_id)


async def is_published(session: AsyncSession, tenant: str, gathering_id: UUID) -> bool:
    """Whether there is something to read."""
    mine = (Minutes.tenant == tenant, Minutes.gathering_id == gathering_id)
    query = select(Minutes.id).where(*mine, Minutes.published_at.is_not(None))
    return (await session.execute(query)).first() is not None


async def revision(session: AsyncSession, row: Minutes, number: int) -> MinutesRevision:
    """Raises ``NoResultFound``."""
    mine = (
        MinutesRevision.tenant == row.tenant,
        MinutesRevision.minutes_id == row.id,
        MinutesRevision.number == number,
    )
    return (await session.scalars(select(MinutesRevision).where(*mine))).one()


async def text_of(session: AsyncSession, row: Minutes | None, number: int | None = None) -> str:
    """As saved last, or at a revision; empty at the beginning."""
    wanted = number if number is not None else row.revision if row else 0
    return (await revision(session, row, wanted)).text if row and wanted else ""


async def draft_of(
    session: AsyncSession, tenant: str, gathering_id: UUID, author_id: UUID
) -> MinutesDraft | None:
    """What somebody has written and not saved."""
    mine = (
        MinutesDraft.tenant == tenant,
        MinutesDraft.gathering_id == gathering_id,
        MinutesDraft.author_id == author_id,
    )
    return (await session.scalars(select(MinutesDraft).where(*mine))).one_or_none()


async def drafts_of(session: AsyncSession, tenant: str, gathering_id: UUID) -> int:
    """How many have written something that they have not saved."""
    mine = (MinutesDraft.tenant == tenant, MinutesDraft.gathering_id == gathering_id)
    query = select(func.count()).select_from(MinutesDraft).where(*mine)
    return (await session.execute(query)).scalar_one()


async def revisions(session: AsyncSession, row: Minutes) -> list[Revision]:
    """The newest first."""
    mine = (MinutesRevision.tenant == row.tenant, MinutesRevision.minutes_id == row.id)
    query = select(MinutesRevision).where(*mine).order_by(MinutesRevision.number.desc())
    found = (await session.scalars(query.limit(REVISIONS_SHOWN))).all()
    authors = {each.author_id for each in found}
    names = await people.names_of(session, row.tenant, authors)
    return [
        Revision(each.number, each.at, names.get(each.author_id, UNKNOWN), each.restored)
        for each in found
    ]


async def compared(session: AsyncSession, row: Minutes, number: int) -> list[Piece]:
    """A revision beside the one before it."""
    before = await text_of(session, row, number - 1)
    return rules.compared(before, (await revision(session, row, number)).text)


async def published(session: AsyncSession, row: Minutes) -> Published:
    """Frozen text and who was there, with what was corrected; ``row`` is published."""
    assert row.published_at is not None
    mine = (MinutesPresence.tenant == row.tenant, MinutesPresence.minutes_id == row.id)
    ids = (await session.scalars(select(MinutesPresence.person_id).where(*mine))).all()
    names = await people.names_of(session, row.tenant, ids)
    gone = len(ids) - len(names)
    present = sorted(names.values(), key=lambda name: name.split()[-1:])
    return Published(
        title=row.title,
        held_at=row.held_at,
        place=row.place,
        at=row.published_at,
        text=await text_of(session, row),
        present=[*present, *[f"{gone} {UNKNOWN}"] * (gone > 0)],
        corrections=[
            Correction(each.number, each.at, each.text, each.reason)
            for each in await corrections(session, row)
        ],
    )


async def corrections(session: AsyncSession, row: Minutes) -> Sequence[MinutesCorrection]:
    """In the order of their numbers."""
    mine = (MinutesCorrection.tenant == row.tenant, MinutesCorrection.minutes_id == row.id)
    query = select(MinutesCorrection).where(*mine).order_by(MinutesCorrection.number)
    return (await session.scalars(query)).all()
