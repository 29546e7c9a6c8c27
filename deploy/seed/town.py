"""An invented municipality: its organizations, who acts for them, and its workers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from deploy.seed.ids import dice_for, id_at
from deploy.seed.worker import Worker, worker
from shared.contracts.directory import OrganizationKind, Role, SchoolType

YEARS = timedelta(days=3 * 365)
"""For how long the municipality has been at it."""
CARRIERS, SCHOOLS = 3, 12
GIVEN = ("Mara", "Jörg", "Aylin", "Sönke", "Zoë", "Björn", "Fatma", "Lukas", "Änne", "René")
FAMILY = (
    *("Müller", "Lindenschmidt", "Özgür", "Groß", "Brüggemann", "Schäfer", "Kowalski", "Yılmaz"),
    *("von der Heide", "Osthoff", "Nowak", "Überacker", "Meyer-Lübbe", "Thiele", "Pöppelmann"),
)
_OF_MUNICIPALITY = (Role.COORDINATOR, Role.IT, Role.YOUTH_OFFICE, Role.SCHOOL_AUTHORITY)


@dataclass(frozen=True)
class Person:
    """Somebody invented; addresses in ``example.org`` reach nobody."""

    id: UUID
    given_name: str
    family_name: str
    email: str


@dataclass(frozen=True)
class Organization:
    """And who acts for it."""

    id: UUID
    kind: OrganizationKind
    name: str
    contacts: Mapping[Role, Person]
    school_number: str | None = None
    school_type: SchoolType | None = None


@dataclass(frozen=True)
class Town:
    """Everything of one municipality; ``began`` is when it was set up."""

    key: str
    now: datetime
    began: datetime
    organizations: Sequence[Organization]
    workers: Sequence[tuple[Person, Worker]]

    def of_kind(self, kind: OrganizationKind) -> list[Organization]:
        return [each for each in self.organizations if each.kind is kind]

    @property
    def acting(self) -> list[tuple[Organization, Role, Person]]:
        """Who acts for which organization."""
        return [
            (each, role, person)
            for each in self.organizations
            for role, person in each.contacts.items()
        ]

    @property
    def people(self) -> list[Person]:
        return [*(each for _, _, each in self.acting), *(person for person, _ in self.workers)]


def key_of(number: int) -> str:
    """Eight digits, the first one Bergkamen's."""
    return f"{5978004 + number:08}"


def town(number: int, workers: int, now: datetime) -> Town:
    """The ``number``-th one, with so many workers who began one after the other until today."""
    dice, began = dice_for(key_of(number)), now - YEARS
    makes = _Maker(dice, key_of(number), began)
    organizations = [
        makes.organization(OrganizationKind.MUNICIPALITY, "Stadt", 0, _OF_MUNICIPALITY),
        *(
            makes.organization(OrganizationKind.CARRIER, "Jugendhilfe", each, [Role.CARRIER])
            for each in range(CARRIERS)
        ),
        *(makes.school(number, each) for each in range(SCHOOLS)),
    ]
    schools, carriers = organizations[1 + CARRIERS :], organizations[1 : 1 + CARRIERS]
    places = [(each.id, each.school_number or "", each.school_type) for each in schools]
    hired: list[tuple[Person, Worker]] = []
    for each in range(workers):
        begins = began + (YEARS + timedelta(days=21)) * (each / workers)
        person = makes.person()
        carrier_id = dice.choice(carriers).id
        hired.append((person, worker(dice, begins, now, carrier_id, places)))
    return Town(makes.key, now, began, organizations, hired)


class _Maker:
    """Makes people and organizations of one municipality."""

    def __init__(self, dice: Random, key: str, began: datetime) -> None:
        self._dice, self.key, self._began = dice, key, began
        self._people = 0

    def person(self) -> Person:
        self._people += 1
        given, family = self._dice.choice(GIVEN), self._dice.choice(FAMILY)
        email = f"p{self._people}.{self.key}@example.org"
        return Person(id_at(self._dice, self._began), given, family, email)

    def organization(
        self, kind: OrganizationKind, called: str, number: int, roles: Sequence[Role]
    ) -> Organization:
        contacts = {role: self.person() for role in roles}
        name = f"{called} {self.key}-{number:02}"
        return Organization(id_at(self._dice, self._began), kind, name, contacts)

    def school(self, town_number: int, number: int) -> Organization:
        return Organization(
            id_at(self._dice, self._began),
            OrganizationKind.SCHOOL,
            f"{self._dice.choice(FAMILY)}-Schule {self.key}-{number:02}",
            {Role.HEAD: self.person()},
            f"{200000 + town_number * 100 + number}",
            self._dice.choice(list(SchoolType)),
        )
