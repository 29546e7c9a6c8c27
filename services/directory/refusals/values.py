"""What was wrong."""

from enum import StrEnum

from shared.contracts.words import words


class Proof(StrEnum):
    """Stored as it is, and the label of the counter."""

    CODE = "code"
    SECOND_FACTOR = "second-factor"
    CLIENT = "client"
    PROVIDER = "provider"
    """What the OpenID provider said was not believed, or it said nothing."""


words(
    Proof,
    code="Code aus der Mail",
    second_factor="zweiter Schritt",
    client="Geheimnis eines Programms",
    provider="Auskunft des Anmeldedienstes",
)
