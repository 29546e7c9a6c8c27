"""An invented municipality: its organizations, who acts for them, and its workers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from deploy.seed.ids import dice_for
from deploy.seed.making import Maker, Organization, Person
from deploy.seed.municipalities import municipalities
from deploy.seed.names import GIVEN as GIVEN
from deploy.seed.size import Size
from deploy.seed.worker import Worker, worker
from shared.contracts.directory import OrganizationKind, Role

YEARS = timedelta(days=5 * 365)
"""For how long the municipality has been at it."""


@dataclass(frozen=True)
class Town:
    """Everything of one municipality; ``began`` is when it was set up.

    ``related`` are people who are there for an organization, and act for none.
    """

    key: str
    now: datetime
    began: datetime
    organizations: Sequence[Organization]
    workers: Sequence[tuple[Person, Worker]]
    related: Sequence[Person] = field(default=())

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
    def acting_as(self) -> Mapping[Role, Sequence[tuple[Organization, Person]]]:
        """The same by role."""
        found: dict[Role, list[tuple[Organization, Person]]] = {}
        for organization, role, person in self.acting:
            found.setdefault(role, []).append((organization, person))
        return found

    @property
    def people(self) -> list[Person]:
        acting = [each for _, _, each in self.acting]
        return [*acting, *(person for person, _ in self.workers), *self.related]


def key_of(number: int) -> str:
    """Eight digits, the first one Bergkamen's."""
    return municipalities()[number].key


def town(number: int, size: Size, now: datetime) -> Town:
    """The ``number``-th one, with workers who began one after the other until today."""
    key, name, _ = municipalities()[number]
    dice, began = dice_for(key), now - YEARS
    makes = Maker(dice, key, began)
    organizations = makes.organizations(name, size)
    places = [
        (each.id, each.school_number or "", each.school_type)
        for each in organizations
        if each.kind is OrganizationKind.SCHOOL
    ]
    carriers = [each for each in organizations if Role.CARRIER in each.contacts]
    hired: list[tuple[Person, Worker]] = []
    for each in range(size.workers):
        begins = began + (YEARS + timedelta(days=21)) * (each / size.workers)
        person = makes.person()
        hired.append((person, worker(dice, begins, now, dice.choice(carriers).id, places)))
    related = [makes.person() for _ in range(size.related)]
    return Town(key, now, began, organizations, hired, related)
