"""Messages as programs of the person who is signed in read them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class InboxMessage(BaseModel):
    """A message: what it is called, whether it was read, and the page that shows it."""

    id: UUID
    kind: str
    subject: str
    created_at: datetime
    read: bool
    done: bool
    url: str


class InboxPage(BaseModel):
    """Some of them, the newest first; ``next`` is where to go on, None at the end."""

    items: list[InboxMessage]
    next: str | None


class Unread(BaseModel):
    """How many somebody has not read."""

    unread: int
