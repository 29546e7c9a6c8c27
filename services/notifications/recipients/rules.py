"""What a copy of the directory keeps of roles and days."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.notifications.values import Employment, Organization, Person
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind, Role

NO_DAY = date.min
"""The last day of an employment that never began."""


def first_of_each_role(contacts: Sequence[Mapping[str, str]]) -> dict[Role, UUID]:
    """The contacts of an organization's record; the first named of a role acts."""
    found: dict[Role, UUID] = {}
    for contact in contacts:
        found.setdefault(Role(contact["role"]), UUID(contact["person_id"]))
    return found


_OFFICE = (Role.COORDINATOR, Role.WORKER, Role.BUDDY)


def serve_as(
    contacts: Sequence[Mapping[str, str]], roles: Collection[AccessRole]
) -> Iterator[UUID]:
    """The contacts of an organization's record who would sign in as one of these."""
    own = {Role.HEAD: AccessRole.HEAD, Role.CARRIER: AccessRole.CARRIER}
    for contact in contacts:
        role = Role(contact["role"])
        if role not in _OFFICE and own.get(role, AccessRole.CONTACT) in roles:
            yield UUID(contact["person_id"])


def person_in(row: Any) -> Person:
    return Person(row.person_id, row.given_name, row.family_name, row.email)


def organization_in(row: Any) -> Organization:
    kind, contacts = OrganizationKind(row.kind), first_of_each_role(row.contacts)
    return Organization(row.organization_id, kind, row.name, contacts)


def employment_in(row: Any, timeline: dict[date, Sequence[UUID]]) -> Employment:
    """With its schools by the first day they hold."""
    key, worker_id, carrier_id = row.employment_id, row.worker_id, row.carrier_id
    return Employment(key, worker_id, carrier_id, row.start_date, row.last_day, timeline, row.again)
