"""A task as its owner sees it, and whose tasks they see."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.words import words


class State(StrEnum):
    """Where a task stands today."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


words(State, open="offen", overdue="überfällig", done="erledigt")


@dataclass(frozen=True)
class Duty:
    """One task; names may not have arrived yet."""

    id: UUID
    title: str
    worker: str
    organization: str
    start_date: date
    due_on: date
    mandatory: bool
    state: State


@dataclass(frozen=True)
class Owned:
    """The tasks of a role: of these organizations, or of all ``but`` these."""

    role: Role
    organizations: frozenset[UUID] = frozenset()
    but: frozenset[UUID] | None = None


@dataclass(frozen=True)
class Represented:
    """An organization and who acts for it, by role; the first named of a role acts.

    People's ids stay what they are in the record: there are hundreds, of which one is looked for.
    """

    id: UUID
    kind: str
    contacts: Mapping[Role, str]


def owned_by(person_id: UUID, organizations: Collection[Represented]) -> list[Owned]:
    """As mails are addressed: an organization's contact, or the municipality's where it has none.

    Heads and carriers' clerks have theirs by their role, and not from here.
    """
    whole = [each for each in organizations if each.kind == OrganizationKind.MUNICIPALITY]
    everywhere = {role for each in whole for role in _roles(each, person_id)}
    own = {role for each in organizations for role in _roles(each, person_id)}
    return [
        Owned(role, but=_having(role, organizations, but=person_id))
        if role in everywhere
        else Owned(role, _acting(role, organizations, person_id))
        for role in sorted(own)
    ]


def owned_by_office(organizations: Collection[Represented]) -> list[Owned]:
    """The coordination office's own, and a buddy's where nobody is named: it stands in."""
    whole = [each for each in organizations if each.kind == OrganizationKind.MUNICIPALITY]
    own = [Owned(Role.COORDINATOR, but=frozenset())]
    if any(Role.BUDDY in each.contacts for each in whole):
        return own
    named = frozenset(each.id for each in organizations if Role.BUDDY in each.contacts)
    return [*own, Owned(Role.BUDDY, but=named)]


def _roles(organization: Represented, person_id: UUID) -> Iterable[Role]:
    others = (Role.HEAD, Role.CARRIER)
    found = organization.contacts.items()
    wanted = str(person_id)
    return [role for role, who in found if who == wanted and role not in others]


def _having(role: Role, organizations: Iterable[Represented], but: UUID) -> frozenset[UUID]:
    """Those that somebody else acts for in the role."""
    return frozenset(
        each.id for each in organizations if each.contacts.get(role) not in (None, str(but))
    )


def _acting(role: Role, organizations: Iterable[Represented], person_id: UUID) -> frozenset[UUID]:
    wanted = str(person_id)
    return frozenset(each.id for each in organizations if each.contacts.get(role) == wanted)
