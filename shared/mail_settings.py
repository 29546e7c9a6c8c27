"""The settings about mail: a part of ``Settings``."""

import ssl
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode

from shared.mail import AddressRefused, Tls, read_domains, read_sender, read_server

PREFIX = "KNOTENPUNKT_"


class MailSettings(BaseSettings):
    """Where mail goes, from whom, and how much of it others may cause."""

    smtp_url: str = ""
    smtp_tls: Tls = Tls.REQUIRED
    smtp_ca_file: Path | None = None
    smtp_connections: int = Field(default=2, ge=1, le=20)
    """At once, beside the one for codes."""
    mail_from: str = ""
    mail_reserved_domains: Annotated[frozenset[str], NoDecode] = frozenset()
    bounce_domain: str = ""
    """Where mail servers send back what they cannot deliver; empty for the sender's address."""
    bounce_secret: SecretStr | None = None
    """By which our own mail server hands that over."""
    dkim_selector: str = Field(default="", pattern=r"^([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)?$")
    """The name of the key in the sender's domain; empty for no signature."""
    dkim_key: SecretStr | None = None
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

    @field_validator("bounce_domain", mode="before")
    @classmethod
    def _return_domain(cls, value: Any) -> Any:
        if not value:
            return ""
        found = read_domains(value)
        if len(found) != 1:
            raise ValueError("is one domain, such as bounce.example.org")
        return next(iter(found))

    @field_validator("bounce_secret", "dkim_key")
    @classmethod
    def _no_secret_of_mail(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value is not None and value.get_secret_value() else None

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
