"""Letters that were given up, as programs read them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, field_validator

from services.notifications.undeliverable.values import FailureCause
from shared.codes import Open
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind


class GivenUpLetter(BaseModel):
    """``reply`` is the mail server's code and status, such as `550 5.1.1`, if it said anything.

    ``role`` is None for what goes to a person, whatever they do.
    """

    letter_id: UUID
    correlation_id: UUID
    kind: Open[LetterKind]
    role: Open[Role] | None
    cause: FailureCause
    reply: str
    attempts: int
    given_up_at: datetime

    @field_validator("role", mode="before")
    @classmethod
    def _no_role(cls, stored: str) -> str | None:
        return stored or None


class GivenUpLetters(BaseModel):
    """The newest first; ``next`` is the next page."""

    items: list[GivenUpLetter]
    next: str | None = None


class PutBack(BaseModel):
    """How many letters are owed again."""

    put_back: int
