"""The person who is written to for a role."""

from dataclasses import dataclass
from uuid import UUID

from services.notifications.values import (
    Candidate,
    Directory,
    Letter,
    Notice,
    NotYet,
    Organization,
    Owed,
)
from shared.contracts.directory import Role


@dataclass(frozen=True, slots=True)
class Holder:
    """The person to write to; ``stands_in`` if nobody holds the role itself."""

    person_id: UUID
    stands_in: bool = False


def candidate(owed: Owed, directory: Directory) -> Candidate:
    """To whom it would go now, or what has to be known first."""
    if isinstance(owed, Notice):
        return Candidate(owed, owed.person_id)
    assert isinstance(owed, Letter)
    try:
        holder = holder_of(owed, directory)
    except NotYet as missing:
        return Candidate(owed, None, missing=missing)
    return Candidate(owed, holder.person_id, holder.stands_in)


def holder_of(letter: Letter, directory: Directory) -> Holder:
    """The worker, the organization's contact, the municipality's, or for a buddy the coordinator.

    In the sandbox it is the developer, whoever else it would be. Raises ``NotYet`` while nobody is
    known.
    """
    if directory.is_sandbox:
        return Holder(_developer(letter, directory))
    if letter.role is Role.WORKER:
        return Holder(letter.worker_id)
    if letter.organization_id is not None:
        found = _contact(directory.organization(letter.organization_id), letter.role)
        if found is not None:
            return Holder(found)
    municipality = directory.municipality
    if municipality is None:
        raise NotYet(None)
    if (found := _contact(municipality, letter.role)) is not None:
        return Holder(found)
    if letter.role is Role.BUDDY:
        coordinator = _contact(municipality, Role.COORDINATOR)
        if coordinator is not None:
            return Holder(coordinator, stands_in=True)
    raise NotYet(letter.organization_id or municipality.organization_id)


def _developer(letter: Letter, directory: Directory) -> UUID:
    found = directory.developer(letter.employment_id)
    if found is None:
        raise NotYet(directory.employment(letter.employment_id).carrier_id)
    return found


def _contact(organization: Organization, role: Role) -> UUID | None:
    return organization.contacts.get(role)
