"""What the token endpoint answers (RFC 6749, sections 5.1 and 5.2), and credentials."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class TokenAnswer(BaseModel):
    """An access token and how many seconds it is valid."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: str


class TokenRefusal(BaseModel):
    """Why there is none."""

    error: Literal[
        "invalid_request",
        "invalid_client",
        "invalid_scope",
        "unsupported_grant_type",
    ]
    error_description: str


class NewClient(BaseModel):
    """For which carrier of which municipality a program may act."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipality: Annotated[str, Field(pattern=r"^\d{8}$")]
    carrier_id: UUID


class ClientSecret(BaseModel):
    """Shown once; only its hash is stored."""

    client_id: str
    client_secret: str
