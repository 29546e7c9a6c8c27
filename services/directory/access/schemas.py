"""What the token endpoint answers (RFC 6749, sections 5.1 and 5.2)."""

from typing import Literal

from pydantic import BaseModel


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
