"""What a list of organizations would do, and what became of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from services.directory.duplicates.values import Alike
from services.directory.hierarchy.values import has_no_such_part, leads_back
from services.directory.organizations.values import Key, Named, Stored, key_of
from services.directory.people.values import NamedPerson, Names, names_of
from shared.contracts.directory import Role
from shared.contracts.words import word
from shared.web.kit.imports import Question
from shared.web.kit.reasons import in_german, label_of, reasons
from shared.web.problem import FieldError
from shared.web.sheets import Columns

reasons(
    {
        "must be one of 'primary'.*": "Diese Schulform kennen wir nicht.",
        "belongs to a school of another municipality": "Die Nummer gehört zu einer Schule einer"
        " anderen Kommune.",
        "belongs to a school that is closed": "Die Schule mit dieser Nummer ist geschlossen. Nennen"
        " Sie ihren letzten Tag, oder geben Sie auf ihrer Seite die Nummer für die Nachfolgeschule"
        " frei.",
    }
)

COLUMNS = Columns(
    required=("school_number", "name", "school_type"),
    optional=("all_day_school", "last_day", "given_name", "family_name", "email"),
    headings={
        "Schulnummer": "school_number",
        "Schule": "name",
        "Schulform": "school_type",
        "OGS": "all_day_school",
        "Letzter Tag": "last_day",
        "Leitung Vorname": "given_name",
        "Leitung Nachname": "family_name",
        "Leitung E-Mail": "email",
    },
)
"""Of a school list."""
_HEADINGS = COLUMNS.called


class Outcome(StrEnum):
    """What became of an organization or a contact."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ENDED = "ended"


class Part(Named, Protocol):
    """An organization that is given; it names what it is a part of, in the list or known."""

    @property
    def part_of(self) -> str | None: ...


class Hierarchy:
    """What is a part of what after an import; of organizations by what they are known by."""

    def __init__(self, given: Sequence[Part], known: Collection[Stored]) -> None:
        self._called: dict[str, dict[Key, None]] = {}
        everyone: list[Named] = [*known, *given]
        for each in everyone:
            self._called.setdefault(each.name.casefold(), {})[key_of(each)] = None
        keys = {each.id: key_of(each) for each in known}
        self._part_of: dict[Key, Key | None] = {
            key_of(each): keys[each.part_of] for each in known if each.part_of
        }
        self._part_of |= {key_of(each): self.whole_of(each) for each in given if each.part_of}

    def whole_of(self, part: Part) -> Key | None:
        """The first that is called so and may have this part."""
        return next(iter(self._may_have(part)), None)

    def fault(self, part: Part) -> str:
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

    def _may_have(self, part: Part) -> list[Key]:
        called = self._called.get((part.part_of or "").casefold(), {})
        return [key for key in called if not has_no_such_part(key[0], part.kind)]


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be imported: what it calls the organization, and why it is refused."""

    row: int
    name: str
    errors: Sequence[FieldError]


@dataclass(frozen=True)
class Contact:
    """Who acts in a role from now on, or acts no longer."""

    role: Role
    person_id: UUID
    outcome: Outcome


@dataclass(frozen=True)
class Acting:
    """Who acts for an organization after an import, and what became of each who was named."""

    contacts: Mapping[Role, UUID]
    named: Mapping[UUID, NamedPerson]
    outcomes: Sequence[Contact]

    def by(self, role: Role, known: UUID) -> "Acting":
        """The same with somebody known in the role, of whom nothing else changes.

        Whoever has it now, and is the same under another name, stays and is called so.
        """
        new = self.contacts[role]
        stays = any(each.person_id == known and each.role is role for each in self.outcomes)
        named = {key: each for key, each in self.named.items() if key != new}
        outcome = Outcome.CHANGED if stays else Outcome.ADDED
        return Acting(
            {**self.contacts, role: known},
            named | ({known: self.named[new]} if stays else {}),
            [
                *(each for each in self.outcomes if each.person_id not in (new, known)),
                Contact(role, known, outcome),
            ],
        )


@dataclass(frozen=True)
class Newcomer:
    """Somebody whom a list names and whom nobody knows by it; ``alike`` is whom they may be."""

    step: int
    role: Role
    names: Names
    alike: Sequence[Alike]

    def answer(self, known: UUID) -> str:
        """That they are this person."""
        return f"{self.step} {self.role} {known}"


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
    known: Stored | None
    state: Mapping[str, Any]
    acting: Acting
    outcome: Outcome
    changes: Sequence[Change]
    """Of people, too, where the organization itself stays as it is."""

    @property
    def says_last_day(self) -> bool:
        """Whether it closes, or opens again."""
        if self.known is None:
            return bool(self.state["last_day"])
        return any(each.what == "last_day" for each in self.changes)

    @property
    def contacts(self) -> Mapping[Role, UUID]:
        """Who acts from now on."""
        return self.acting.contacts


@dataclass(frozen=True)
class Plan:
    """What an import does, and the rows it leaves out."""

    steps: Sequence[Step]
    refused: Sequence[RefusedRow]
    digest: str
    """The same if, and only if, the same would become of every row in the same municipality."""
    newcomers: Sequence[Newcomer] = ()
    """Those who may be known."""

    @property
    def questions(self) -> list[Question]:
        """Whether it is one of those who are known."""
        return [
            Question(
                f"{word(Role, each.role)}, {self.steps[each.step].state['name']}"
                f" (Zeile {self.steps[each.step].row}): {said(each.names)}",
                "Das ist jemand anderes und wird neu angelegt",
                [(each.answer(who.person_id), f"{who.name} ({who.text})") for who in each.alike],
            )
            for each in self.newcomers
        ]

    def asking(self, newcomers: Sequence[Newcomer]) -> "Plan":
        """The same with questions about these; others would be another plan."""
        ids = [who.person_id for each in newcomers for who in each.alike]
        digest = sha256(f"{self.digest} {ids}".encode()).hexdigest() if ids else self.digest
        return replace(self, newcomers=newcomers, digest=digest)

    def answered(self, answers: Collection[str]) -> "Plan":
        """The same with those in their roles who are known."""
        steps = list(self.steps)
        for each in self.newcomers:
            for who in each.alike:
                if each.answer(who.person_id) in answers:
                    step = steps[each.step]
                    acting = step.acting.by(each.role, who.person_id)
                    steps[each.step] = replace(step, acting=acting)
        return replace(self, steps=steps)

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


def said(person: NamedPerson | Names) -> str:
    """As in "Eva Kern, kern@example.org"."""
    names = person if isinstance(person, dict) else names_of(person)
    return f"{names['given_name']} {names['family_name']}, {names['email']}"


def digest_of(municipality: str, steps: Sequence[Step], refused: Sequence[RefusedRow]) -> str:
    """Before anything is changed: the steps hold the rows themselves."""
    become = [(each.row, each.known and (each.id, each.known.version)) for each in steps]
    changes = [tuple(each.changes) for each in steps]
    return sha256(repr((municipality, become, changes, refused)).encode()).hexdigest()
