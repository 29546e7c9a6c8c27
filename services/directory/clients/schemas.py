"""Programs and their credentials as they are asked for and shown."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.directory.access.values import USUAL
from shared.contracts.directory import Scope


class NewClient(BaseModel):
    """For which carrier of which municipality a program may do what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipality: Annotated[str, Field(pattern=r"^\d{8}$")]
    carrier_id: UUID
    scopes: Annotated[frozenset[Scope], Field(min_length=1)] = USUAL


class Rotation(BaseModel):
    """How long the secret in use stays valid beside the new one; usually not at all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    overlap_minutes: Annotated[int, Field(ge=0, le=30 * 24 * 60)] = 0

    @property
    def overlap(self) -> timedelta:
        return timedelta(minutes=self.overlap_minutes)


class ClientSecret(BaseModel):
    """Shown once; only its hash is stored, so a repeated answer bears no secret."""

    client_id: str
    client_secret: str | None

    def without_secret(self) -> "ClientSecret":
        return ClientSecret(client_id=self.client_id, client_secret=None)


class SecretView(BaseModel):
    """A secret that is valid, without the secret."""

    model_config = ConfigDict(from_attributes=True)

    created_at: datetime
    ends_at: datetime | None


class ClientView(BaseModel):
    """A program, and when and from which address it fetched a token last."""

    client_id: str
    municipality: str
    carrier_id: UUID
    scopes: list[str]
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    last_used_from: str | None
    secrets: list[SecretView]


class ClientList(BaseModel):
    """One page of a municipality's programs; ``next`` is where it goes on."""

    items: list[ClientView]
    next: str | None = None
