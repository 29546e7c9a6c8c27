"""What a copy of the directory keeps of roles and days."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Role

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
