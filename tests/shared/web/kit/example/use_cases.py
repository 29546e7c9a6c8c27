"""Changes organizations."""

import csv
from uuid import UUID

from shared.contracts.directory import OrganizationKind, OrganizationRecord
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.uploads import Upload
from shared.web.sessions.person import Me
from tests.shared.web.kit.example.forms import OrganizationForm
from tests.shared.web.kit.example.models import Organization


async def add(uow: UnitOfWork, me: Me, form: OrganizationForm) -> UUID:
    """Store and announce a new one."""
    organization = Organization(tenant=me.tenant, **form.model_dump(exclude={"version"}))
    uow.session.add(organization)
    await uow.session.flush()
    uow.announce(organization.as_record(), me.cause)
    return organization.id


async def change(uow: UnitOfWork, me: Me, organization_id: UUID, form: OrganizationForm) -> None:
    """Store and announce; raises ``NoResultFound``, or ``Overtaken`` if somebody was faster."""
    organization = await uow.session.get_one(Organization, (me.tenant, organization_id))
    organization.update(form)
    await uow.session.flush()
    uow.announce(organization.as_record(), me.cause)


async def remove(uow: UnitOfWork, me: Me, organization_id: UUID) -> None:
    """Delete and announce; raises ``NoResultFound``."""
    organization = await uow.session.get_one(Organization, (me.tenant, organization_id))
    await uow.session.delete(organization)
    uow.erase(OrganizationRecord, organization_id, me.cause)


def names_of(file: Upload) -> list[str]:
    """The schools in a list with one name a line."""
    return [row[0] for row in csv.reader(file.content.decode().splitlines()) if row]


async def import_hires(uow: UnitOfWork, me: Me, file: Upload) -> int:
    """Store the schools of a list."""
    names = names_of(file)
    for name in names:
        uow.session.add(Organization(tenant=me.tenant, name=name, kind=OrganizationKind.SCHOOL))
    return len(names)
