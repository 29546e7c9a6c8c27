"""The settings about mail: a part of ``Settings``."""

import ssl
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode

from shared.mail import AddressRefused, Tls, read_domains, read_sender, read_server

PREFIX = "KNOTENPUNKT_"


class MailSettings(BaseSettings):
    """Where mail goes, from whom, and how much of it others may cause."""

    smtp_url: str = ""
    smtp_tls: Tls = Tls.REQUIRED
    smtp_ca_file: Path | None = None
    mail_from: str = ""
    mail_reserved_domains: Annotated[frozenset[str], NoDecode] = frozenset()
    mail_per_client: int = Field(default=1000, ge=1)
    mail_per_address: int = Field(default=10, ge=1)

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        if value:
            read_server(value)
        return value

    @field_validator("smtp_ca_file", mode="before")
    @classmethod
    def _certificates(cls, value: Any) -> Any:
        if not value:
            return None
        try:
            ssl.create_default_context(cafile=value)
        except OSError:
            raise ValueError("is a readable file of certificates in PEM format") from None
        return value

    @field_validator("mail_reserved_domains", mode="before")
    @classmethod
    def _domains(cls, value: Any) -> Any:
        return read_domains(value) if isinstance(value, str) else value

    def refuse_contradictions(self, *, mail_is_sent: bool) -> None:
        """Raise ``ValueError`` naming the setting that mail could not be sent with."""
        if self.mail_from:
            try:
                read_sender(self.mail_from, self.mail_reserved_domains)
            except AddressRefused as reason:
                raise ValueError(f"{PREFIX}MAIL_FROM {reason}") from None
        elif mail_is_sent:
            raise ValueError(f"{PREFIX}MAIL_FROM names the sender of every mail and is not set")
        if self.smtp_url and (contradiction := _contradiction(self.smtp_url, self.smtp_tls)):
            raise ValueError(f"{PREFIX}SMTP_TLS {contradiction}")


def _contradiction(smtp_url: str, tls: Tls) -> str:
    """Why this demand does not go together with this server."""
    server = read_server(smtp_url)
    if server.implicit_tls and tls is not Tls.REQUIRED:
        return "is required where SMTP_URL begins with smtps://"
    if server.username is not None and tls is not Tls.REQUIRED:
        return "is required where SMTP_URL names a password, which is never sent in the clear"
    return ""
