"""What an import of organizations consists of, and what becomes of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from services.directory.organizations.models import Organization
from services.directory.organizations.schemas import (
    COLUMNS,
    ContactAnswer,
    NewContact,
    NewOrganization,
    Outcome,
)
from shared.contracts.directory import OrganizationKind, Role
from shared.web.kit.reasons import in_german, label_of, reasons
from shared.web.problem import FieldError

reasons(
    {
        "a school must have one": "Bei einer Schule ist diese Angabe nötig.",
        "must be one of 'primary'.*": "Diese Schulform kennen wir nicht.",
        "only a school has one": "Diese Angabe haben nur Schulen.",
        "belongs to a school of another municipality": "Die Nummer gehört zu einer Schule einer"
        " anderen Kommune.",
    }
)

_HEADINGS = COLUMNS.called

Key = tuple[OrganizationKind, str]
Faults = Mapping[int, Sequence[FieldError]]
"""What is wrong with the organization at a place, from 0; by the names of its fields."""


class Named(Protocol):
    """An organization, given or stored."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def school_number(self) -> str | None: ...


def key_of(organization: Named) -> Key:
    """By what an organization is known in its municipality, of which there is only one itself."""
    kind = OrganizationKind(organization.kind)
    if kind is OrganizationKind.MUNICIPALITY:
        return kind, ""
    return kind, organization.school_number or organization.name.casefold()


class School(Protocol):
    """What tells a school from other organizations."""

    @property
    def kind(self) -> str: ...
    @property
    def school_number(self) -> str | None: ...
    @property
    def school_type(self) -> str | None: ...


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be imported: what it calls the organization, and why it is refused."""

    row: int
    name: str
    errors: Sequence[FieldError]


@dataclass(frozen=True)
class Import:
    """Organizations of a municipality, the row of each, and the roles that are spoken of."""

    municipality: str
    organizations: Sequence[NewOrganization]
    rows: Sequence[int]
    roles: Collection[Role]
    in_a_list: bool
    refused: Sequence[RefusedRow] = ()

    def field(self, place: int, name: str) -> str:
        """How the field of the organization at that place, from 0, is called in an error."""
        if self.in_a_list:
            return f"row {self.rows[place]}: {name}"
        return f"organizations.{place}.{name}"

    def without(self, faults: Faults) -> "Import":
        """The same with those organizations refused."""
        kept = [place for place in range(len(self.rows)) if not faults.get(place)]
        refused = [
            RefusedRow(self.rows[place], self.organizations[place].name, errors)
            for place, errors in faults.items()
            if errors
        ]
        return replace(
            self,
            organizations=[self.organizations[place] for place in kept],
            rows=[self.rows[place] for place in kept],
            refused=sorted((*self.refused, *refused), key=lambda each: each.row),
        )


@dataclass(frozen=True)
class Acting:
    """Who acts for an organization after an import, and what became of each who was named."""

    contacts: Mapping[Role, UUID]
    named: Mapping[UUID, NewContact]
    answers: Sequence[ContactAnswer]


@dataclass(frozen=True)
class Change:
    """A column of an organization, or who acts in a role, before an import and after it."""

    what: str | Role
    before: Any
    after: Any

    @property
    def values(self) -> tuple[Any, Any]:
        return self.before, self.after


@dataclass(frozen=True)
class Step:
    """What becomes of one organization; ``known`` is what is stored of it."""

    row: int
    id: UUID
    known: Organization | None
    state: Mapping[str, Any]
    acting: Acting
    outcome: Outcome
    changes: Sequence[Change]
    """Of people, too, where the organization itself stays as it is."""


@dataclass(frozen=True)
class Plan:
    """What an import does, and the rows it leaves out."""

    steps: Sequence[Step]
    refused: Sequence[RefusedRow]
    digest: str
    """The same if, and only if, the same would become of every row in the same municipality."""

    @property
    def added(self) -> list[tuple[Any, ...]]:
        """Name, row, number, school type and all-day school of each that is new."""
        new = [each for each in self.steps if each.known is None]
        names = ("school_number", "school_type", "all_day_school")
        return [
            (each.state["name"], each.row, *(each.state[name] for name in names)) for each in new
        ]

    @property
    def changed(self) -> list[tuple[Any, ...]]:
        """Name and row of each that changes, what of it, before and after."""
        known = [(each, each.known) for each in self.steps if each.known and each.changes]
        return [
            (before.name, each.row, _HEADINGS.get(change.what, change.what), *change.values)
            for each, before in known
            for change in each.changes
        ]

    @property
    def unchanged(self) -> int:
        """How many stay as they are."""
        return sum(not each.changes for each in self.steps)

    @property
    def effective(self) -> int:
        """How many are new or change."""
        return len(self.steps) - self.unchanged

    @property
    def left_out(self) -> list[tuple[Any, ...]]:
        """Name, row and reason of each refusal."""
        return [
            (each.name, each.row, f"{label_of(error.field, _HEADINGS)}: {in_german(error.reason)}")
            for each in self.refused
            for error in each.errors
        ]


def digest_of(municipality: str, steps: Sequence[Step], refused: Sequence[RefusedRow]) -> str:
    """Before anything is changed: the steps hold the rows themselves."""
    become = [(each.row, each.known and (each.id, each.known.version)) for each in steps]
    changes = [tuple(each.changes) for each in steps]
    return sha256(repr((municipality, become, changes, refused)).encode()).hexdigest()
