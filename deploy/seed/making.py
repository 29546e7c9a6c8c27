"""Makes the people and organizations of one municipality."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from deploy.seed.ids import id_at
from deploy.seed.names import FAMILY, GIVEN, OFFERS, PLACES, TOPICS, numbered
from deploy.seed.size import FIRST_SCHOOL, Size
from shared.contracts.directory import OrganizationKind, Role, SchoolType
from shared.contracts.words import word

_OF_MUNICIPALITY = (Role.COORDINATOR, Role.IT, Role.YOUTH_OFFICE, Role.SCHOOL_AUTHORITY)
_CARRIERS = ("Caritas", "Diakonie", "Jugendhilfe", "Kinderschutzbund", "Lebenshilfe", "Outlaw")
_TYPES = (*[SchoolType.PRIMARY] * 9, *SchoolType)
"""More than half of the schools are primary ones."""


@dataclass(frozen=True)
class Person:
    """Somebody invented; addresses in ``example.org`` reach nobody."""

    id: UUID
    given_name: str
    family_name: str
    email: str


@dataclass(frozen=True)
class Organization:
    """And who acts for it; ``details`` are columns that only some have."""

    id: UUID
    kind: OrganizationKind
    name: str
    contacts: Mapping[Role, Person]
    part_of: UUID | None = None
    school_number: str | None = None
    school_type: SchoolType | None = None
    all_day_school: bool = False
    details: Mapping[str, str] = field(default_factory=dict)


class Maker:
    """One after the other, always the same."""

    def __init__(self, dice: Random, key: str, began: datetime) -> None:
        self._dice, self._key, self._began = dice, key, began
        self._people = self._phones = 0

    def person(self) -> Person:
        self._people += 1
        given, family = self._dice.choice(GIVEN), self._dice.choice(FAMILY)
        email = f"p{self._people}.{self._key}@example.org"
        return Person(id_at(self._dice, self._began), given, family, email)

    def organizations(self, name: str, size: Size) -> list[Organization]:
        """The municipality comes first, and whole before part."""
        office = self._one(OrganizationKind.MUNICIPALITY, f"Stadt {name}", _OF_MUNICIPALITY)
        authority = self._one(
            OrganizationKind.SCHOOL_AUTHORITY,
            f"Schulverwaltungsamt {name}",
            [Role.SCHOOL_AUTHORITY],
            part_of=office.id,
        )
        youth = self._one(
            OrganizationKind.YOUTH_WELFARE,
            f"Jugendamt {name}",
            [Role.YOUTH_OFFICE],
            part_of=office.id,
        )
        return [
            *(office, authority, youth),
            *(self._carrier(name, each) for each in range(size.carriers)),
            *(self._school(authority, size, each) for each in range(size.schools)),
            *(self._district(name, youth, each) for each in range(size.districts)),
            *(self._kita(office, each) for each in range(size.kitas)),
            *self._partners(name, size.partners),
        ]

    def _one(
        self, kind: OrganizationKind, name: str, roles: Sequence[Role] = (), **more: Any
    ) -> Organization:
        contacts = {role: self.person() for role in roles}
        return Organization(id_at(self._dice, self._began), kind, name, contacts, **more)

    def _carrier(self, name: str, number: int) -> Organization:
        called = f"{numbered(_CARRIERS, number)} {name}"
        return self._one(OrganizationKind.CARRIER, called, [Role.CARRIER])

    def _school(self, authority: Organization, size: Size, number: int) -> Organization:
        school_type = self._dice.choice(_TYPES)
        return self._one(
            OrganizationKind.SCHOOL,
            f"{word(SchoolType, school_type)} {numbered(PLACES, number)}",
            [Role.HEAD],
            part_of=authority.id,
            school_number=f"{FIRST_SCHOOL + size.first_school + number}",
            school_type=school_type,
            all_day_school=school_type is SchoolType.PRIMARY,
        )

    def _district(self, name: str, youth: Organization, number: int) -> Organization:
        return self._one(
            OrganizationKind.YOUTH_WELFARE,
            f"ASD {name} {number + 1}",
            part_of=youth.id,
            details={"district": numbered(PLACES, number), "phone": self._phone()},
        )

    def _kita(self, office: Organization, number: int) -> Organization:
        return self._one(
            OrganizationKind.KITA,
            f"Kita {numbered(PLACES, number)}",
            part_of=office.id if number % 2 else None,
            details={"phone": self._phone()},
        )

    def _partners(self, name: str, count: int) -> Iterator[Organization]:
        for number in range(count):
            topics = TOPICS[number % len(TOPICS)]
            called = f"Beratungsstelle {topics.partition(',')[0]} {name} {number + 1}"
            offers = self._dice.choice(OFFERS)
            details = {"topics": topics, "offers": offers, "phone": self._phone()}
            yield self._one(OrganizationKind.PARTNER, called, details=details)

    def _phone(self) -> str:
        self._phones += 1
        return f"02307 555-{self._phones:04}"
