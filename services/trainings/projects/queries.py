"""Projects of a municipality."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Organization
from services.trainings.people import queries as people
from services.trainings.projects.forms import ProjectSearch
from services.trainings.projects.models import Project, ProjectPartner
from services.trainings.projects.values import LISTED, Known
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.search import fold


async def one(session: AsyncSession, tenant: str, project_id: UUID) -> Project:
    """Raises ``NoResultFound``."""
    mine = (Project.tenant == tenant, Project.id == project_id)
    return (await session.scalars(select(Project).where(*mine))).one()


async def titles_of(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Mapping[UUID, str]:
    """What projects are called."""
    if not ids:
        return {}
    mine = (Project.tenant == tenant, Project.id.in_(ids))
    found = await session.execute(select(Project.id, Project.title).where(*mine))
    return {each.id: each.title for each in found}


async def shown(session: AsyncSession, tenant: str, project_id: UUID) -> Known:
    """With names; raises ``NoResultFound``."""
    row = await one(session, tenant, project_id)
    return (await _described(tenant, session, [row]))[0]


async def known(session: AsyncSession, tenant: str, project_id: UUID) -> Mapping[str, object]:
    """What its form shows; raises ``NoResultFound``."""
    row = await one(session, tenant, project_id)
    found = (await _described(tenant, session, [row]))[0]
    names = ("title", "goal", "carried_by", "starts_on", "ends_on", "state", "version")
    who = "" if found.responsible == people.NOBODY else found.responsible
    same = {name: getattr(row, name) for name in names}
    return same | {"who": who, "partners": "\n".join(found.partners)}


async def page_of(
    session: AsyncSession, tenant: str, search: ProjectSearch, wanted: KeysetRequest
) -> Page[Known]:
    """By their titles."""
    query = select(Project).where(Project.tenant == tenant)
    if search.text:
        query = query.where(Project.matches(search.text))
    if search.state:
        query = query.where(Project.state == search.state)
    found = await paginate(session, query, wanted, by=(Project.title_key, Project.id))
    return replace(await described(session, found, partial(_described, tenant)), columns=LISTED)


async def organizations_called(
    session: AsyncSession, tenant: str, names: Collection[str]
) -> Mapping[str, UUID]:
    """Those of the directory that are called so, by folded name."""
    query = select(Organization.organization_id, Organization.name)
    found = await session.execute(query.where(Organization.tenant == tenant)) if names else ()
    known = {fold(each.name): each.organization_id for each in found}
    return {fold(each): known[fold(each)] for each in names if fold(each) in known}


async def _described(tenant: str, session: AsyncSession, rows: Sequence[Project]) -> list[Known]:
    if not rows:
        return []
    ids = {each.responsible_id for each in rows if each.responsible_id}
    names = await people.names_of(session, tenant, ids)
    partners = await _partners(session, tenant, [each.id for each in rows])
    return [_shown(each, names, partners[each.id]) for each in rows]


async def _partners(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Mapping[UUID, list[str]]:
    same = Organization.organization_id == ProjectPartner.organization_id
    query = (
        select(ProjectPartner.project_id, ProjectPartner.name, Organization.name.label("now"))
        .outerjoin(Organization, same & (Organization.tenant == tenant))
        .where(ProjectPartner.tenant == tenant, ProjectPartner.project_id.in_(ids))
        .order_by(ProjectPartner.position)
    )
    found: dict[UUID, list[str]] = {each: [] for each in ids}
    for each in await session.execute(query):
        found[each.project_id].append(each.now or each.name)
    return found


def _shown(row: Project, names: Mapping[UUID, str], partners: Sequence[str]) -> Known:
    return Known(
        id=row.id,
        title=row.title,
        goal=row.goal,
        carried_by=row.carried_by,
        responsible=names.get(row.responsible_id, people.NOBODY) if row.responsible_id else "",
        partners=tuple(partners),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=row.state,
        result=row.result,
        published_at=row.published_at,
    )
