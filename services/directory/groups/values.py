"""Whom a rule can mean, and what a group holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.directory import Role, SchoolType
from shared.contracts.relationships import RelationshipType
from shared.contracts.words import word, words
from shared.database.paging import attribute


class Who(OpenCode):
    """Whom a rule means: workers, those who act in a role, those who are there for a school."""

    WORKER = "worker"
    HEAD = "head"
    CARRIER = "carrier"
    SCHOOL_AUTHORITY = "school_authority"
    YOUTH_OFFICE = "youth_office"
    COORDINATOR = "coordinator"
    IT = "it"
    ASD_CONTACT = "asd_contact"
    ALL_DAY_LEAD = "all_day_lead"


words(
    Who,
    worker="Fachkräfte",
    head="Schulleitungen",
    carrier="Anstellungsträger",
    school_authority="Schulträger",
    youth_office="Jugendamt",
    coordinator="Koordinierungsstelle",
    it="IT",
    asd_contact="ASD-Kontakte",
    all_day_lead="OGS-Leitungen",
)

RELATED = {each: RelationshipType(each.value) for each in (Who.ASD_CONTACT, Who.ALL_DAY_LEAD)}
ACTING = {each: Role(each.value) for each in Who if each not in (Who.WORKER, *RELATED)}
AT_SCHOOLS = frozenset({Who.WORKER, Who.HEAD, *RELATED})
"""Of whom a rule can say at which schools."""
OF_CARRIERS = frozenset({Who.WORKER, Who.HEAD, Who.CARRIER})
"""Of whom a rule can say with which carrier; heads are those of schools it has workers at."""


@dataclass(frozen=True)
class Rule:
    """Whom a group takes in by itself; what is None or empty narrows nothing.

    Hours are those of a week in all, at every school.
    """

    who: Who
    school_type: SchoolType | None = None
    carrier_id: UUID | None = None
    hours_from: Decimal | None = None
    hours_to: Decimal | None = None
    schools: Sequence[UUID] = ()

    @property
    def narrows_schools(self) -> bool:
        return bool(self.schools or self.school_type)

    @property
    def narrows_hours(self) -> bool:
        return self.hours_from is not None or self.hours_to is not None


class Pick(NamedTuple):
    """Whom the office puts into a group: a person, or whoever acts for an organization.

    ``role`` is empty where any of its roles counts.
    """

    person_id: UUID | None
    organization_id: UUID | None
    role: str


@dataclass(frozen=True)
class Day:
    """The municipality and the day for which it is asked who is in a group."""

    tenant: str
    day: date


@dataclass(frozen=True)
class Picked:
    """Somebody, or whoever acts for an organization, whom the office put into a group."""

    id: UUID
    name: str
    person_id: UUID | None
    organization_id: UUID | None
    role: str
    there: bool
    """Whether anybody is in the group because of it on the day asked for."""

    @property
    def what(self) -> str:
        """As what they are in it."""
        if self.person_id:
            return "Person"
        return word(Role, self.role) if self.role else "alle, die für sie handeln"


PICKED = tuple(
    attribute(*each) for each in (("name", "Wer"), ("what", "Als"), ("there", "Heute dabei"))
)


@dataclass(frozen=True)
class Summary:
    """A group in a list, with how many are in it on the day asked for."""

    id: UUID
    name: str
    description: str
    rule: str
    """In German; empty where there is none."""
    members: int


SUMMARY = tuple(
    attribute(*each)
    for each in (
        ("name", "Gruppe"),
        ("members", "Heute dabei"),
        ("rule", "Regel"),
        ("description", "Wofür"),
    )
)
