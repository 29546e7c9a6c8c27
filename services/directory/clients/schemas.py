"""Credentials as they are asked for and shown."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class NewClient(BaseModel):
    """For which carrier of which municipality a program may act."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipality: Annotated[str, Field(pattern=r"^\d{8}$")]
    carrier_id: UUID


class ClientSecret(BaseModel):
    """Shown once; only its hash is stored."""

    client_id: str
    client_secret: str
