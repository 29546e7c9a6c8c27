"""Trainings elsewhere: of somebody, of a municipality, and what counts of them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.externals.models import ExternalTraining
from services.trainings.externals.values import EXTERNAL, OWN, Accepted, External, ExternalState
from services.trainings.people import queries as people
from services.trainings.qualification_kinds import queries as kinds
from shared.database.paging import KeysetRequest, Page, described, paginate


async def one(session: AsyncSession, tenant: str, key: UUID) -> ExternalTraining:
    """Raises ``NoResultFound``."""
    mine = (ExternalTraining.tenant == tenant, ExternalTraining.id == key)
    return (await session.scalars(select(ExternalTraining).where(*mine))).one()


async def own(session: AsyncSession, tenant: str, person_id: UUID, key: UUID) -> ExternalTraining:
    """Raises ``NoResultFound`` for somebody else's."""
    query = select(ExternalTraining).where(
        ExternalTraining.tenant == tenant,
        ExternalTraining.id == key,
        ExternalTraining.person_id == person_id,
    )
    return (await session.scalars(query)).one()


async def shown(session: AsyncSession, row: ExternalTraining) -> External:
    """One in words."""
    return (await _shown(row.tenant, session, [row]))[0]


async def of_person(
    session: AsyncSession, tenant: str, person_id: UUID, wanted: KeysetRequest
) -> Page[External]:
    """The newest first."""
    mine = (ExternalTraining.tenant == tenant, ExternalTraining.person_id == person_id)
    query = select(ExternalTraining).where(*mine)
    newest = replace(wanted, sort=wanted.sort or "-day")
    return replace(await _listed(session, tenant, query, newest), columns=OWN, wanted=wanted)


async def page_of(
    session: AsyncSession, tenant: str, state: ExternalState | None, wanted: KeysetRequest
) -> Page[External]:
    """Those of the whole municipality, the oldest first."""
    query = select(ExternalTraining).where(ExternalTraining.tenant == tenant)
    if state:
        query = query.where(ExternalTraining.state == state)
    return await _listed(session, tenant, query, wanted)


async def accepted(
    session: AsyncSession, tenant: str, ids: Collection[UUID] | None
) -> list[Accepted]:
    """What counts for a qualification, of some people or of everybody."""
    row = ExternalTraining
    query = select(row.person_id, row.kind_id, row.day, row.units).where(
        row.tenant == tenant, row.state == ExternalState.ACCEPTED, row.kind_id.is_not(None)
    )
    if ids is not None:
        query = query.where(row.person_id.in_(ids))
    found = (await session.execute(query)).all()
    return [Accepted(who, kind, day, units) for who, kind, day, units in found if kind]


async def _listed(
    session: AsyncSession, tenant: str, query: Select[ExternalTraining], wanted: KeysetRequest
) -> Page[External]:
    found = await paginate(session, query, wanted, by=(ExternalTraining.day, ExternalTraining.id))
    page = await described(session, found, partial(_shown, tenant))
    return replace(page, columns=EXTERNAL)


async def _shown(
    tenant: str, session: AsyncSession, rows: Sequence[ExternalTraining]
) -> list[External]:
    ids = {each.person_id for each in rows} | {each.decided_by for each in rows if each.decided_by}
    names = await people.names_of(session, tenant, ids)
    called = {each.id: each.name for each in await kinds.kinds(session, tenant)}
    return [
        External(
            id=each.id,
            name=names.get(each.person_id, people.NOBODY),
            title=each.title,
            provider=each.provider,
            day=each.day,
            units=each.units,
            proof=each.proof,
            kind=called.get(each.kind_id, "") if each.kind_id else "",
            state=each.state,
            decided_at=each.decided_at,
            decided_by=names.get(each.decided_by, "") if each.decided_by else "",
            note=each.note,
        )
        for each in rows
    ]
