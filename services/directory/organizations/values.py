"""What an import of organizations consists of, and what becomes of each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from operator import attrgetter
from typing import Any, Protocol
from uuid import UUID

from services.directory.hierarchy.values import has_no_such_part, leads_back, levels_above
from services.directory.organizations.models import Organization
from services.directory.organizations.schemas import (
    COLUMNS,
    ContactAnswer,
    NewContact,
    NewOrganization,
    Outcome,
)
from shared.contracts.directory import OrganizationKind, Role
from shared.database.paging import Shown
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


@dataclass(frozen=True)
class Listed:
    """An organization with what it is a part of."""

    organization: Organization
    whole: str

    @property
    def id(self) -> UUID:
        return self.organization.id


def _column(name: str, label: str) -> Shown:
    return Shown(name, label, attrgetter(f"organization.{name}"))


LISTED = (
    _column("name", "Name"),
    _column("kind", "Art"),
    _column("school_number", "Schulnummer"),
    _column("school_type", "Schulform"),
    _column("all_day_school", "Offener Ganztag"),
    Shown("part_of", "Gehört zu", attrgetter("whole")),
    _column("district", "Bezirk"),
    _column("topics", "Themen"),
    _column("offers", "Angebote"),
    _column("phone", "Telefon"),
)


class Hierarchy:
    """What is a part of what after an import; of organizations by what they are known by."""

    def __init__(self, given: Sequence[NewOrganization], known: Collection[Organization]) -> None:
        self._called: dict[str, dict[Key, None]] = {}
        everyone: list[Named] = [*known, *given]
        for each in everyone:
            self._called.setdefault(each.name.casefold(), {})[key_of(each)] = None
        keys = {each.id: key_of(each) for each in known}
        self._part_of: dict[Key, Key | None] = {
            key_of(each): keys[each.part_of] for each in known if each.part_of
        }
        self._part_of |= {key_of(each): self.whole_of(each) for each in given if each.part_of}

    def whole_of(self, part: NewOrganization) -> Key | None:
        """The first that is called so and may have this part."""
        return next(iter(self._may_have(part)), None)

    def fault(self, part: NewOrganization) -> str:
        """Why it cannot be where it is put; empty if it can."""
        if part.part_of is None:
            return ""
        may_have = self._may_have(part)
        if not may_have:
            known = part.part_of.casefold() in self._called
            nowhere = "there is no such organization in the municipality"
            return "has no parts of this kind" if known else nowhere
        if len(may_have) > 1:
            return "more than one is called this"
        back = leads_back(key_of(part), may_have[0], self._part_of)
        return "is a part of this one itself" if back else ""

    def _may_have(self, part: NewOrganization) -> list[Key]:
        called = self._called.get((part.part_of or "").casefold(), {})
        return [key for key in called if not has_no_such_part(key[0], part.kind)]


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


def wholes_first(steps: Sequence[Step]) -> list[Step]:
    """In an order in which what is new is there before its parts are."""
    part_of = {step.id: step.state["part_of"] for step in steps}
    return sorted(steps, key=lambda step: levels_above(step.id, part_of))


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


def school_errors(given: School) -> list[FieldError]:
    school = given.kind is OrganizationKind.SCHOOL
    errors = []
    for name in ("school_number", "school_type"):
        if school and getattr(given, name) is None:
            errors.append(FieldError(name, "a school must have one"))
        elif not school and getattr(given, name) is not None:
            errors.append(FieldError(name, "only a school has one"))
    if given.school_number is not None and not given.school_number.isascii():
        errors.append(FieldError("school_number", "must be six digits"))
    return errors


def misplaced(given: Import, known: Iterable[Organization]) -> Faults:
    """Organizations that cannot be a part of what they name."""
    hierarchy = Hierarchy(given.organizations, [e for e in known if e.tenant == given.municipality])
    faults = [hierarchy.fault(each) for each in given.organizations]
    return {n: [FieldError("part_of", fault)] for n, fault in enumerate(faults) if fault}
