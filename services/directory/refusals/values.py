"""What was wrong."""

from enum import StrEnum


class Proof(StrEnum):
    """Stored as it is, and the label of the counter."""

    CODE = "code"
    SECOND_FACTOR = "second-factor"
    CLIENT = "client"
