"""Kept mails as programs read them."""

from uuid import UUID

from pydantic import BaseModel

from shared.codes import Open
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind


class KeptMail(BaseModel):
    """A kept mail: the page that shows it, and the links it asks somebody to open.

    ``to_role`` is None for what goes to a person, whatever they do.
    """

    id: UUID
    subject: str
    to_role: Open[Role] | None
    kind: Open[LetterKind]
    url: str
    links: list[str]
