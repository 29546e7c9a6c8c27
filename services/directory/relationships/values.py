"""How relationships are called from either end, and whether they hold on a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.contracts.directory import OrganizationKind
from shared.contracts.relationships import RelationshipType
from shared.contracts.words import words


class State(StrEnum):
    """Where a relationship stands on a day."""

    ACTIVE = "active"
    COMING = "coming"
    OVER = "over"


words(State, active="besteht", coming="beginnt noch", over="beendet")


def state_of(valid_from: date, valid_to: date | None, today: date) -> State:
    """Computed anew for each day; nothing has to run at midnight."""
    if valid_from > today:
        return State.COMING
    return State.OVER if valid_to is not None and valid_to <= today else State.ACTIVE


@dataclass(frozen=True)
class Ends:
    """Where relationships of a type may start and lead to, and what they are called from there."""

    sources: Collection[OrganizationKind]
    people: bool
    targets: Collection[OrganizationKind]
    from_source: str
    """What somebody at the source says before the target's name."""
    from_target: str
    agreement: bool = False
    """Whether there is a day of signing, and where it is kept."""


_KINDS = OrganizationKind
ENDS: Mapping[RelationshipType, Ends] = {
    RelationshipType.ASD_CONTACT: Ends(
        sources=(_KINDS.YOUTH_WELFARE,),
        people=True,
        targets=(_KINDS.SCHOOL, _KINDS.KITA),
        from_source="zuständig im ASD für",
        from_target="ASD-Kontakt ist",
    ),
    RelationshipType.FEEDER_KITA: Ends(
        sources=(_KINDS.KITA,),
        people=False,
        targets=(_KINDS.SCHOOL,),
        from_source="abgebende Kita von",
        from_target="bekommt Kinder aus",
    ),
    RelationshipType.ALL_DAY_LEAD: Ends(
        sources=(),
        people=True,
        targets=(_KINDS.SCHOOL,),
        from_source="OGS-Leitung von",
        from_target="OGS-Leitung ist",
    ),
    RelationshipType.COOPERATION: Ends(
        sources=(_KINDS.PARTNER, _KINDS.CARRIER, _KINDS.KITA, _KINDS.YOUTH_WELFARE),
        people=False,
        targets=(_KINDS.SCHOOL, _KINDS.CARRIER, _KINDS.MUNICIPALITY),
        from_source="Kooperationsvereinbarung mit",
        from_target="Kooperationsvereinbarung mit",
        agreement=True,
    ),
}


def ends_of(type_: RelationshipType) -> Ends:
    """Of a type that nobody lists yet: it is called by its code, and nothing can be added."""
    return ENDS.get(type_, Ends((), False, (), str(type_), str(type_)))


@dataclass(frozen=True)
class Related:
    """A relationship as a list or the page of either end shows it."""

    id: UUID
    type: RelationshipType
    from_organization_id: UUID | None
    from_person_id: UUID | None
    source: str
    to_organization_id: UUID
    target: str
    valid_from: date
    last_day: date | None
    state: State
    contact_order: int
    agreed_on: date | None
    reference: str | None
    version: int

    @property
    def active(self) -> bool:
        return self.state is State.ACTIVE

    def seen_from(self, organization_id: UUID | None) -> tuple[str, str, UUID | None]:
        """What it is called there, and the other end: its name, and its id if it has a page."""
        ends = ends_of(self.type)
        if organization_id == self.to_organization_id:
            return ends.from_target, self.source, self.from_organization_id
        return ends.from_source, self.target, self.to_organization_id


@dataclass(frozen=True)
class Asked:
    """What the address of a form says."""

    type: RelationshipType | None = None
    to: UUID | None = None
    from_: UUID | None = None
    replaces: UUID | None = None

    @property
    def known(self) -> UUID | None:
        """The organization the form begins at."""
        return self.to or self.from_

    @property
    def starts(self) -> bool:
        """Whether the relationship starts there."""
        return self.to is None


def types_at(kind: str) -> list[tuple[RelationshipType, str, str]]:
    """What may be added at an organization: type, name in the address, and how it is called."""
    found = [(type_, "an", e.from_target) for type_, e in ENDS.items() if kind in e.targets]
    return found + [
        (type_, "von", ends.from_source)
        for type_, ends in ENDS.items()
        if kind in ends.sources and kind not in ends.targets
    ]


WITH_RELATIONSHIPS = [each for each in OrganizationKind if types_at(each)]


@dataclass(frozen=True)
class Beginning:
    """What is known of a relationship before its form is filled in: one end, and the type.

    ``known`` is the organization the form begins at, ``choices`` what may be the other end.
    """

    type: RelationshipType
    known: UUID
    name: str
    from_known: bool
    """Whether it starts at the known end; else it leads there."""
    choices: Sequence[tuple[str, str]]
    """Values of a form, and names; a value begins with what it is the id of."""
    now: Sequence[Related]
    """What holds at the known end already, of this type."""
    replaced: Related | None = None

    @property
    def ends(self) -> Ends:
        return ends_of(self.type)

    @property
    def takes_people(self) -> bool:
        return self.ends.people and not self.from_known

    @property
    def next_order(self) -> int:
        """Behind those that are asked now, or in the place of the one that is replaced."""
        if self.replaced:
            return self.replaced.contact_order
        return max((each.contact_order for each in self.now), default=0) + 1

    def called(self, value: str) -> str:
        """The name of one of the choices."""
        return dict(self.choices).get(value, "")


ORGANIZATION, PERSON = "organisation:", "person:"


def key_of(value: str, what: str) -> UUID | None:
    """The id in a value of a form, if it is one of that."""
    head, found, key = value.partition(what)
    try:
        return UUID(key) if found and not head else None
    except ValueError:
        return None
