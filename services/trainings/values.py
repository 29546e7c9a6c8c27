"""The values that the capabilities around gatherings hand each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import Place
from shared.contracts.words import options, words
from shared.messaging.event import Cause

GONE = (Place.WITHDRAWN, Place.LAPSED)
"""Those who do not take part; whoever comes back waits anew."""
SEATED = (Place.OFFERED, Place.CONFIRMED)
"""Of these each takes a seat."""


class Audience(OpenCode):
    """Whom a gathering is for."""

    EVERYBODY = "everybody"
    PUBLIC = "public"
    """The same and guests, who sign in nowhere."""
    WORKERS = "workers"
    HEADS = "heads"
    CARRIERS = "carriers"
    CONTACTS = "contacts"
    GROUP = "group"
    """Whoever is in a group of the directory at the moment in which they register."""
    COORDINATORS = "coordinators"
    """The offices of all municipalities; those of others come as guests, whom this one admits."""
    INVITED = "invited"
    """Nobody but those whom the office has invited, as they may come to anything."""


words(
    Audience,
    everybody="alle im Netzwerk",
    public="alle im Netzwerk und Gäste",
    workers="Fachkräfte",
    heads="Schulleitungen",
    carriers="Anstellungsträger",
    contacts="Ansprechpersonen weiterer Stellen",
    group="eine Gruppe des Verzeichnisses",
    coordinators="Koordinierungsstellen aller Kommunen",
    invited="nur auf Einladung",
)

WITHOUT_GROUP = [each for each in options(Audience) if each[0] != Audience.GROUP.value]
"""Choices where no group can be named."""
BY_ROLE = [
    each
    for each in WITHOUT_GROUP
    if each[0] not in (Audience.INVITED.value, Audience.COORDINATORS.value)
]
"""Choices where nobody can be invited either."""


class Where(OpenCode):
    """Whether one has to go anywhere."""

    ONSITE = "onsite"
    ONLINE = "online"


words(Where, onsite="vor Ort", online="online")


ROLES: Mapping[Audience, frozenset[AccessRole]] = {
    Audience.EVERYBODY: frozenset(AccessRole),
    Audience.PUBLIC: frozenset(AccessRole),
    Audience.WORKERS: frozenset({AccessRole.WORKER}),
    Audience.HEADS: frozenset({AccessRole.HEAD}),
    Audience.CARRIERS: frozenset({AccessRole.CARRIER}),
    Audience.CONTACTS: frozenset({AccessRole.CONTACT}),
    Audience.GROUP: frozenset(),
    Audience.COORDINATORS: frozenset(),
    Audience.INVITED: frozenset(),
}
"""Who may register; whoever belongs to the office, for anything."""


class Admitting(Protocol):
    """What decides whether guests may come."""

    @property
    def audience(self) -> Audience: ...
    @property
    def needs_approval(self) -> bool: ...


def lets_guests_in(row: Admitting) -> bool:
    """Where only offices are meant, somebody has to look at who asks."""
    if row.audience is Audience.COORDINATORS:
        return row.needs_approval
    return row.audience is Audience.PUBLIC


class Acting(Protocol):
    """Whoever does something, and because of what; a program is nobody."""

    @property
    def person_id(self) -> UUID | None: ...
    @property
    def cause(self) -> Cause: ...


class Registrar(Acting, Protocol):
    """Somebody signed in, or a program, that registers people."""

    @property
    def tenant(self) -> str: ...
    @property
    def role(self) -> AccessRole: ...
    @property
    def organization_id(self) -> UUID | None: ...


class Oneself(Registrar, Protocol):
    """Somebody who registers themselves."""

    @property
    def person_id(self) -> UUID: ...


@dataclass(frozen=True)
class Program:
    """A carrier's program."""

    tenant: str
    organization_id: UUID
    cause: Cause
    role: AccessRole = AccessRole.CARRIER
    person_id: None = None
