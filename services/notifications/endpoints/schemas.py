"""Endpoints as programs set them up and see them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.endpoints.values import EventType
from services.notifications.posting.values import EndpointUrl
from shared.web.text import PlainText


class NewEndpoint(BaseModel):
    """An endpoint of the client's own carrier."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, PlainText(80)]
    url: EndpointUrl
    types: Annotated[frozenset[EventType], Field(min_length=1)]


class ChangedEndpoint(NewEndpoint):
    """What it is from now on; ``version`` is the one that was read."""

    version: Annotated[int, Field(ge=0, lt=2**31)]


class Enabling(BaseModel):
    """Whether what was kept while it was off is sent now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    resend: bool = False


class EndpointView(BaseModel):
    """An endpoint without its secrets."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    url: str
    types: list[str]
    state: str
    created_at: datetime
    secret_since: datetime
    reached_at: datetime | None
    failing_since: datetime | None
    version: int


class EndpointSecret(BaseModel):
    """Shown once; a repeated answer bears no secret."""

    id: UUID
    secret: str | None

    def without_secret(self) -> "EndpointSecret":
        return EndpointSecret(id=self.id, secret=None)


class EndpointList(BaseModel):
    """One page of them; ``next`` is where it goes on."""

    items: list[EndpointView]
    next: str | None = None


class Sent(BaseModel):
    """The `webhook-id` under which it comes."""

    webhook_id: str
