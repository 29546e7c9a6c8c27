"""The values that the capabilities around gatherings hand each other."""

from collections.abc import Mapping

from shared.codes import OpenCode
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import Place
from shared.contracts.words import words

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


words(
    Audience,
    everybody="alle im Netzwerk",
    public="alle im Netzwerk und Gäste",
    workers="Fachkräfte",
    heads="Schulleitungen",
    carriers="Anstellungsträger",
    contacts="Ansprechpersonen weiterer Stellen",
)


ROLES: Mapping[Audience, frozenset[AccessRole]] = {
    Audience.EVERYBODY: frozenset(AccessRole),
    Audience.PUBLIC: frozenset(AccessRole),
    Audience.WORKERS: frozenset({AccessRole.WORKER}),
    Audience.HEADS: frozenset({AccessRole.HEAD}),
    Audience.CARRIERS: frozenset({AccessRole.CARRIER}),
    Audience.CONTACTS: frozenset({AccessRole.CONTACT}),
}
"""Who may register; whoever belongs to the office, for anything."""
