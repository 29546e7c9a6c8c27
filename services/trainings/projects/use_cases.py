"""Keeps projects, their partners and their results."""

from uuid import UUID

from sqlalchemy import delete

from services.trainings.people import queries as people
from services.trainings.projects import queries, rules
from services.trainings.projects.forms import ProjectForm, ResultForm
from services.trainings.projects.models import Project, ProjectPartner, project_partners
from shared.database.search import fold
from shared.database.tables import row_of
from shared.database.versions import Overtaken
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def add(uow: UnitOfWork, me: Me, given: ProjectForm) -> Project:
    """The network sees it; raises ``Problem``."""
    row = Project(tenant=me.tenant, id=new_id())
    await _write(uow, row, given)
    uow.session.add(row)
    await uow.session.flush()
    await _write_partners(uow, row, given)
    return row


async def change(uow: UnitOfWork, me: Me, project_id: UUID, given: ProjectForm) -> None:
    """The same; raises ``Problem``, ``Overtaken``."""
    row = await queries.one(uow.session, me.tenant, project_id)
    if row.version != given.version:
        raise Overtaken(given, await queries.known(uow.session, me.tenant, project_id))
    await _write(uow, row, given)
    row.touch()
    await uow.session.flush()
    await _write_partners(uow, row, given)


async def report(uow: UnitOfWork, me: Me, project_id: UUID, given: ResultForm) -> None:
    """Say what came of it; raises ``Problem``, ``Overtaken``."""
    row = await queries.one(uow.session, me.tenant, project_id)
    if row.version != given.version:
        stored = {"result": row.result, "published": row.published_at is not None}
        raise Overtaken(given, stored | {"version": row.version})
    rules.refuse_empty(given.result, published=given.published)
    row.result = given.result
    row.published_at = (row.published_at or uow.now) if given.published else None


async def _write(uow: UnitOfWork, row: Project, given: ProjectForm) -> None:
    rules.refuse_backwards(given.starts_on, given.ends_on)
    if not given.who:
        row.responsible_id = None
    elif not await people.still_called(uow.session, row.tenant, row.responsible_id, given.who):
        found = await people.called(uow.session, row.tenant, given.who)
        row.responsible_id = rules.only([each.person_id for each in found])
    row.title, row.goal, row.carried_by = given.title, given.goal, given.carried_by
    row.starts_on, row.ends_on, row.state = given.starts_on, given.ends_on, given.state


async def _write_partners(uow: UnitOfWork, row: Project, given: ProjectForm) -> None:
    names = rules.partners(given.partners)
    known = await queries.organizations_called(uow.session, row.tenant, names)
    mine = (project_partners.c.tenant == row.tenant, project_partners.c.project_id == row.id)
    await uow.session.execute(delete(project_partners).where(*mine))
    make = row_of(ProjectPartner)
    rows = [
        make(
            tenant=row.tenant,
            project_id=row.id,
            position=position,
            organization_id=known.get(fold(name)),
            name=name,
        )
        for position, name in enumerate(names)
    ]
    await insert_rows(uow.session, project_partners, rows)
