"""What one may say by a link."""

from enum import StrEnum

from shared.contracts.words import words


class Answer(StrEnum):
    """Whether one comes."""

    ACCEPT = "accept"
    WITHDRAW = "withdraw"


words(Answer, accept="annehmen", withdraw="abmelden")
