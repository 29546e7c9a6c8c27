"""Registers organizations with their contacts, and announces what is new or has changed."""

from collections.abc import Iterable
from uuid import UUID

from services.directory.organizations import use_cases as organizations
from services.directory.organizations.use_cases import Organization
from services.directory.registry.rules import organization_id, person_id
from services.directory.registry.schemas import Dataset, NewContact, NewOrganization, Registered
from shared.contracts.directory import Contact
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork


async def register(uow: UnitOfWork, dataset: Dataset) -> Registered:
    """Store and announce what differs from what is known; the same again changes nothing."""
    tenant = dataset.municipality
    cause = Cause(tenant, new_id())
    given = {organization_id(tenant, each): each for each in dataset.organizations}
    acting = _acting(tenant, given.values())
    await organizations.save_people(
        uow, {key: _names(contact) for key, contact in acting.items()}, cause
    )
    wanted = [_organization(tenant, key, each) for key, each in given.items()]
    added, changed = await organizations.save(uow, wanted, cause)
    return Registered(
        added=added,
        changed=changed,
        unchanged=len(wanted) - added - changed,
        ids={(each.school_number or each.name): key for key, each in given.items()},
    )


def _acting(tenant: str, given: Iterable[NewOrganization]) -> dict[UUID, NewContact]:
    return {person_id(tenant, contact): contact for each in given for contact in each.contacts}


def _organization(tenant: str, key: UUID, given: NewOrganization) -> Organization:
    return Organization(
        id=key,
        kind=given.kind,
        name=given.name,
        school_number=given.school_number,
        school_type=given.school_type,
        all_day_school=given.all_day_school,
        contacts=frozenset(
            Contact(role=contact.role, person_id=person_id(tenant, contact))
            for contact in given.contacts
        ),
    )


def _names(contact: NewContact) -> dict[str, str]:
    return contact.model_dump(include={"given_name", "family_name", "email"})
