"""Kept mails as programs read them."""

from uuid import UUID

from pydantic import BaseModel

from shared.codes import Open
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind


class KeptMail(BaseModel):
    """A kept mail: the page that shows it, and the links it asks somebody to open."""

    id: UUID
    subject: str
    to_role: Open[Role]
    kind: Open[LetterKind]
    url: str
    links: list[str]
