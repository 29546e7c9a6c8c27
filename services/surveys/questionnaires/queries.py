"""Questionnaires and what was frozen of them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.questionnaires.models import Questionnaire, QuestionnaireVersion
from services.surveys.questionnaires.values import GERMAN, Document, Version
from shared.database.paging import KeysetRequest, Page, paginate


async def questionnaire(
    session: AsyncSession, tenant: str, questionnaire_id: UUID
) -> Questionnaire:
    """Raises ``NoResultFound``."""
    mine = (Questionnaire.tenant == tenant, Questionnaire.id == questionnaire_id)
    return (await session.scalars(select(Questionnaire).where(*mine))).one()


async def head(session: AsyncSession, tenant: str, questionnaire_id: UUID) -> Mapping[str, Any]:
    """What its form holds; raises ``NoResultFound``."""
    row = await questionnaire(session, tenant, questionnaire_id)
    languages = tuple(each for each in row.document["languages"] if each != GERMAN)
    return {"title": row.title, "languages": languages, "version": row.version}


async def version(session: AsyncSession, tenant: str, version_id: UUID) -> Version:
    """Raises ``NoResultFound``."""
    return await _version(session, QuestionnaireVersion.tenant == tenant, version_id)


async def version_of(
    session: AsyncSession, tenant: str, questionnaire_id: UUID, version_id: UUID
) -> Version:
    """The same; raises ``NoResultFound`` for one of another questionnaire."""
    table = QuestionnaireVersion
    mine = and_(table.tenant == tenant, table.questionnaire_id == questionnaire_id)
    return await _version(session, mine, version_id)


async def _version(session: AsyncSession, mine: ColumnElement[bool], version_id: UUID) -> Version:
    query = (
        select(QuestionnaireVersion, Questionnaire.title)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(mine, QuestionnaireVersion.id == version_id)
    )
    row, title = (await session.execute(query)).one()
    document = Document.model_validate(row.document)
    return Version(row.id, row.number, title, document, row.sha256)


async def list_of(
    session: AsyncSession, tenant: str, text: str, page: KeysetRequest
) -> Page[Questionnaire]:
    """By title; ``text`` is part of it."""
    query = select(Questionnaire).where(Questionnaire.tenant == tenant)
    if text:
        query = query.where(Questionnaire.title.icontains(text, autoescape=True))
    by = (Questionnaire.title, Questionnaire.id)
    return await paginate(session, query, page, by=by, sorts=(Questionnaire.changed_at,))


async def versions(
    session: AsyncSession, tenant: str, questionnaire_id: UUID
) -> Sequence[QuestionnaireVersion]:
    """The newest first."""
    return (await versions_of(session, tenant, [questionnaire_id])).get(questionnaire_id, [])


async def versions_of(
    session: AsyncSession, tenant: str, questionnaires: Collection[UUID]
) -> Mapping[UUID, Sequence[QuestionnaireVersion]]:
    """By questionnaire, the newest first."""
    table = QuestionnaireVersion
    query = (
        select(table)
        .where(table.tenant == tenant, table.questionnaire_id.in_(questionnaires))
        .order_by(table.number.desc())
    )
    found: dict[UUID, list[QuestionnaireVersion]] = {}
    for each in await session.scalars(query):
        found.setdefault(each.questionnaire_id, []).append(each)
    return found


async def choices(session: AsyncSession, tenant: str) -> Sequence[tuple[UUID, str]]:
    """Among which a survey chooses, by title."""
    query = select(Questionnaire.id, Questionnaire.title).where(Questionnaire.tenant == tenant)
    found = await session.execute(query.order_by(Questionnaire.title, Questionnaire.id))
    return [(key, title) for key, title in found]
