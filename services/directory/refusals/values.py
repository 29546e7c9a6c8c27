"""What was wrong."""

from enum import StrEnum


class Proof(StrEnum):
    """Stored as it is, and the label of the counter."""

    CODE = "code"
    SECOND_FACTOR = "second-factor"
    CLIENT = "client"
    PROVIDER = "provider"
    """What the OpenID provider said was not believed, or it said nothing."""
