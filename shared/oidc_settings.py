"""The settings about signing in through an OpenID Connect provider: a part of ``Settings``."""

import ssl
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

_NAMES = ("name", "given_name", "family_name", "nickname", "preferred_username", "unique_name")
PROVES_NOBODY = frozenset((*_NAMES, "email", "upn"))
"""Claims by which nobody is found: names change, and addresses are given to others."""


class OidcSettings(BaseSettings):
    """Without an issuer, nobody signs in that way."""

    oidc_issuer: str = ""
    """Exactly as the provider spells it in its tokens, including a slash at the end."""
    oidc_internal_base: str = Field(default="", pattern=r"^(https?://[^\s/]+(/.*)?)?$")
    """Where services reach what lies below the issuer, if not there."""
    oidc_client_id: str = "knotenpunkt"
    oidc_client_secret: SecretStr | None = None
    oidc_scopes: str = Field(default="openid profile email", pattern=r"^openid( \S+)*$")
    oidc_subject_claim: str = Field(default="sub", pattern=r"^\S+$")
    oidc_roles_claim: str = ""
    oidc_personnel_claim: str = ""
    """A claim that never changes: the number under which a carrier hired, or SCIM's externalId."""
    oidc_personnel_carrier: UUID | None = None
    """Whose numbers these are; under another carrier's the same number is somebody else."""
    oidc_leeway_seconds: int = Field(default=120, ge=0, le=600)
    oidc_logout_ends_all: bool = True
    oidc_ca_file: Path | None = None

    @field_validator("oidc_issuer")
    @classmethod
    def _secure_issuer(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (
            parts.query or parts.fragment or not _is_secure(parts.scheme, parts.hostname)
        ):
            raise ValueError("is an https:// address without query, as the provider spells it")
        return value

    @field_validator("oidc_client_secret")
    @classmethod
    def _no_secret(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value is not None and value.get_secret_value() else None

    @field_validator("oidc_ca_file", mode="before")
    @classmethod
    def _authority(cls, value: Any) -> Any:
        if not value:
            return None
        try:
            ssl.create_default_context(cafile=value)
        except OSError:
            raise ValueError("is a readable file of certificates in PEM format") from None
        return value

    @field_validator("oidc_personnel_claim")
    @classmethod
    def _lasting(cls, value: str) -> str:
        if value in PROVES_NOBODY or value.split() not in ([], [value]):
            raise ValueError("is a claim that never changes and is never another's")
        return value

    @field_validator("oidc_personnel_carrier", mode="before")
    @classmethod
    def _no_carrier(cls, value: Any) -> Any:
        return value or None

    @model_validator(mode="after")
    def _numbers_are_somebodys(self) -> "OidcSettings":
        if bool(self.oidc_personnel_claim) is not (self.oidc_personnel_carrier is not None):
            raise ValueError(
                "KNOTENPUNKT_OIDC_PERSONNEL_CLAIM and KNOTENPUNKT_OIDC_PERSONNEL_CARRIER"
                " are set together: a number is one carrier's"
            )
        return self

    @property
    def oidc_roles_path(self) -> tuple[str, ...]:
        """From claim to claim; a dot belongs to a name."""
        return tuple(name for each in self.oidc_roles_claim.split(",") if (name := each.strip()))


def _is_secure(scheme: str, host: str | None) -> bool:
    """Whether nobody can change on its way what is fetched there."""
    if scheme == "https" and host:
        return True
    try:
        return scheme == "http" and (host == "localhost" or ip_address(host or "").is_loopback)
    except ValueError:
        return False
