"""Versions, their chapters, and what is valid."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.framework import rules
from services.surveys.framework.models import (
    AdoptedChapter,
    ChapterText,
    FrameworkVersion,
)
from services.surveys.framework.values import (
    REVISED,
    Adopted,
    AdoptedStandard,
    Chapter,
    Round,
    Stage,
    VersionState,
    standards_of,
)
from shared.contracts.accounts import AccessRole
from shared.web.sessions.person import Me

APART = 1_000_000
"""A second edition begins to count anew, and is yet newer than any version of the first."""


async def standards(session: AsyncSession, tenant: str) -> Sequence[AdoptedStandard]:
    """All that are valid, in the order of the chapters; none before a version is adopted."""
    found = await adopted(session, tenant)
    if found is None:
        return []
    return [
        AdoptedStandard(
            key=each.key,
            text=each.text,
            indicators=tuple(one.text for one in each.indicators),
            sha256=each.sha256,
            chapter_key=chapter.key,
            chapter=chapter.title,
            version=found.number,
        )
        for chapter, _ in found.chapters
        for each in chapter.standards
    ]


async def adopted(
    session: AsyncSession, tenant: str, version_id: UUID | None = None
) -> Adopted | None:
    """What is valid, or was once ``version_id`` was adopted."""
    mine = (FrameworkVersion.tenant == tenant, FrameworkVersion.state == VersionState.ADOPTED)
    query = select(FrameworkVersion).where(*mine).order_by(FrameworkVersion.number.desc()).limit(1)
    if version_id:
        query = query.where(FrameworkVersion.id == version_id)
    row = (await session.scalars(query)).first()
    if row is None or row.adopted_on is None:
        return None
    chapters = tuple([(chapter_of(text), since) for text, since in await _valid(session, row)])
    return Adopted(row.id, row.number, row.adopted_on, chapters)


async def _valid(session: AsyncSession, row: FrameworkVersion) -> Sequence[Row[ChapterText, date]]:
    query = (
        select(ChapterText, AdoptedChapter.adopted_on)
        .join(
            AdoptedChapter,
            (AdoptedChapter.text_version_id == ChapterText.version_id)
            & (AdoptedChapter.chapter_key == ChapterText.chapter_key),
        )
        .where(
            ChapterText.tenant == row.tenant,
            AdoptedChapter.tenant == row.tenant,
            AdoptedChapter.version_id == row.id,
            ChapterText.edition == REVISED,
        )
    )
    return (await session.execute(query.order_by(AdoptedChapter.position))).all()


async def one(session: AsyncSession, tenant: str, version_id: UUID) -> FrameworkVersion:
    """Raises ``NoResultFound``."""
    mine = (FrameworkVersion.tenant == tenant, FrameworkVersion.id == version_id)
    return (await session.scalars(select(FrameworkVersion).where(*mine))).one()


async def round_of(session: AsyncSession, tenant: str, version_id: UUID, now: datetime) -> Round:
    """How far a version is; raises ``NoResultFound``."""
    return seen(await one(session, tenant, version_id), now)


async def visible(session: AsyncSession, me: Me, version_id: UUID, now: datetime) -> Round:
    """The same; a draft is the office's alone. Raises ``NoResultFound``."""
    found = await round_of(session, me.tenant, version_id, now)
    if not found.is_shown and me.role is not AccessRole.COORDINATOR:
        raise NoResultFound
    return found


async def readable(session: AsyncSession, me: Me, found: Round) -> list[Chapter]:
    """The texts as somebody reads them; the office those that it works on."""
    if me.role is AccessRole.COORDINATOR and found.stage is Stage.REPLYING:
        return await newest(session, me.tenant, found.id)
    return await chapters(session, me.tenant, found.id, found.edition)


def among(texts: Collection[Chapter], key: UUID) -> Chapter:
    """Raises ``NoResultFound``."""
    for each in texts:
        if each.key == key:
            return each
    raise NoResultFound


def seen(row: FrameworkVersion, now: datetime) -> Round:
    """The same of a row."""
    return Round(
        row.id,
        row.tenant,
        row.number,
        rules.stage(row, now),
        row.comments_until,
        row.votes_until,
    )


async def versions(session: AsyncSession, tenant: str) -> Sequence[FrameworkVersion]:
    """The newest first."""
    query = select(FrameworkVersion).where(FrameworkVersion.tenant == tenant)
    return (await session.scalars(query.order_by(FrameworkVersion.number.desc()))).all()


async def chapters(
    session: AsyncSession, tenant: str, version_id: UUID, edition: int
) -> list[Chapter]:
    """The texts of an edition, in order."""
    query = select(ChapterText).where(
        ChapterText.tenant == tenant,
        ChapterText.version_id == version_id,
        ChapterText.edition == edition,
    )
    found = await session.scalars(query.order_by(ChapterText.position, ChapterText.chapter_key))
    return [chapter_of(each) for each in found]


async def newest(session: AsyncSession, tenant: str, version_id: UUID) -> list[Chapter]:
    """As the office last left each of them."""
    mine = (ChapterText.tenant == tenant, ChapterText.version_id == version_id)
    query = select(ChapterText).where(*mine).order_by(ChapterText.edition)
    last = {each.chapter_key: chapter_of(each) for each in await session.scalars(query)}
    return sorted(last.values(), key=lambda each: (each.position, each.key))


async def valid(session: AsyncSession, tenant: str) -> Mapping[UUID, Chapter]:
    """The valid text of each chapter that has one."""
    found = await adopted(session, tenant)
    return {each.key: each for each, _ in found.chapters} if found else {}


def chapter_of(row: ChapterText) -> Chapter:
    """A row as a value."""
    return Chapter(
        version_id=row.version_id,
        key=row.chapter_key,
        edition=row.edition,
        position=row.position,
        title=row.title,
        body=row.body,
        standards=standards_of(row.standards),
        sha256=row.sha256,
        version=row.edition * APART + row.version,
    )


async def chapter(session: AsyncSession, tenant: str, version_id: UUID, key: UUID) -> Chapter:
    """Its newest text; raises ``NoResultFound``."""
    query = select(ChapterText).where(
        ChapterText.tenant == tenant,
        ChapterText.version_id == version_id,
        ChapterText.chapter_key == key,
    )
    rows = await session.scalars(query.order_by(ChapterText.edition.desc()).limit(1))
    return chapter_of(rows.one())
