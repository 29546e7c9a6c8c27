"""What one may say by a link."""

from enum import StrEnum

from shared.contracts.words import words


class Answer(StrEnum):
    """Whether one comes, or what one needs to do so."""

    ACCEPT = "accept"
    KEEP = "keep"
    """They come, as they said; nothing changes."""
    WITHDRAW = "withdraw"
    DETAILS = "details"
    """What is asked about them is answered, or answered otherwise."""
    CODE = "code"
    """For the door."""


words(
    Answer,
    accept="annehmen",
    keep="ich komme",
    withdraw="abmelden",
    details="Angaben",
    code="Einlass-Code anlegen",
)
