"""The environment variables that every service understands, all prefixed ``KNOTENPUNKT_``."""

import os
import secrets
import sys
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from shared.file_settings import FileSettings
from shared.imprint_settings import ImprintSettings
from shared.keys import derive
from shared.mail_settings import PREFIX as PREFIX
from shared.mail_settings import MailSettings
from shared.messaging.bus.brokers import Brokers
from shared.messaging.event import SANDBOX
from shared.oidc_settings import OidcSettings
from shared.private_files import private_file, private_folder
from shared.web.sentences import sentence_for
from shared.webhook_settings import WebhookSettings

SECOND_FACTOR_ROLES = frozenset({"coordinator", "operator"})
"""Those of whom a second step may be asked who sign in by code."""
SECRETS = Path("/run/secrets")
"""Where Docker and Kubernetes put secrets: a file each, named like its variable in lower case."""


class Settings(MailSettings, WebhookSettings, OidcSettings, ImprintSettings, FileSettings):
    """Without any variable set, this is the embedded form."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    data: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    monitoring_host: str = "127.0.0.1"
    monitoring_port: int = Field(default=0, ge=0, le=65535)
    secrets_dir: Path = SECRETS
    public_url: str = Field(default="", pattern=r"^(https?://[^\s/]+(/.*)?)?$")
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    service_url: str = Field(default="", pattern=r"^(https?://[^\s/]+(/.*)?)?$")
    database_url: str = ""
    database_password: SecretStr | None = None
    kafka: str = Field(default="", pattern=r"^([^\s:,]+:\d+(,[^\s:,]+:\d+)*)?$")
    kafka_user: str = "{service}"
    kafka_password: SecretStr | None = None
    kafka_prefix: str = Field(default="", pattern=r"^[a-z0-9.-]{0,40}$")
    kafka_replicas: int = Field(default=1, ge=1, le=9)
    secret: SecretStr = SecretStr("")
    municipalities: Annotated[frozenset[str], NoDecode] = frozenset({"05978004"})
    second_factor: Annotated[frozenset[str], NoDecode] = frozenset()
    load_sample: bool = False
    log_level: str = Field(default="warning", pattern="^(debug|info|warning|error)$")

    @field_validator("municipalities", mode="before")
    @classmethod
    def _keys(cls, value: Any) -> Any:
        keys = [key.strip() for key in value.split(",")] if isinstance(value, str) else list(value)
        if not keys or not all(key.isascii() and key.isdigit() and len(key) == 8 for key in keys):
            raise ValueError("is a list of eight-digit municipality keys, separated by commas")
        if SANDBOX in keys:
            raise ValueError(f"is a list of municipalities; {SANDBOX} is where carriers try out")
        return frozenset(keys)

    @property
    def tenants(self) -> frozenset[str]:
        """Whose messages are handled: the municipalities', and those of tests."""
        return self.municipalities | {SANDBOX}

    @field_validator("second_factor", mode="before")
    @classmethod
    def _roles(cls, value: Any) -> Any:
        given = value.split(",") if isinstance(value, str) else list(value)
        roles = {each.strip() for each in given if each.strip()}
        if not roles <= SECOND_FACTOR_ROLES:
            names = " and ".join(sorted(SECOND_FACTOR_ROLES))
            raise ValueError(f"is a list of roles, separated by commas; there are {names}")
        return frozenset(roles)

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: Any) -> Any:
        given = value.split(",") if isinstance(value, str) else value
        networks = tuple(each.strip() for each in given if each.strip())
        try:
            for network in networks:
                ip_network(network)
        except ValueError:
            raise ValueError("is a list of addresses or networks, separated by commas") from None
        return networks

    @field_validator("database_password", "kafka_password")
    @classmethod
    def _empty_is_none(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value is not None and value.get_secret_value() else None

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        try:
            known = not value or make_url(value).drivername in _DRIVERS
        except ArgumentError:
            known = False
        if not known:
            raise ValueError(f"starts with one of {', '.join(_DRIVERS)}")
        return value

    @model_validator(mode="after")
    def _mail_can_be_sent(self) -> "Settings":
        self.refuse_contradictions(mail_is_sent=bool(self.smtp_url) or not self.embedded)
        return self

    @model_validator(mode="after")
    def _loopback_is_for_trying_out(self) -> "Settings":
        if self.webhook_loopback and not self.embedded:
            raise ValueError(f"{PREFIX}WEBHOOK_LOOPBACK is for the embedded form only")
        return self

    @model_validator(mode="after")
    def _secrets_are_there(self) -> "Settings":
        length = len(self.secret.get_secret_value())
        if 0 < length < 32:
            raise ValueError(f"{PREFIX}SECRET has at least 32 characters")
        if not length and not (self.embedded and self.on_loopback):
            raise ValueError(f"{PREFIX}SECRET must be set outside the embedded form on loopback")
        return self

    @property
    def embedded(self) -> bool:
        """Whether this is the form without broker and database server."""
        return not self.kafka and (not self.database_url or self.database_url.startswith("sqlite"))

    @property
    def on_loopback(self) -> bool:
        """Whether nobody but this machine can connect."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def own_hosts(self) -> frozenset[str]:
        """The names of this machine's loopback and the host under which people reach the pages."""
        public = urlsplit(self.base_url).hostname or ""
        return frozenset({public, "localhost", "127.0.0.1", "::1"})

    @property
    def base_url(self) -> str:
        """Where people reach the pages, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    def service(self, name: str) -> str:
        """Where one service reaches another, without a slash at the end."""
        return (self.service_url or self.base_url).replace("{service}", name).rstrip("/")

    def database(self, service: str) -> str:
        """The database URL of one service."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{self.data}/{service}.db"
        url = self.database_url.replace("{service}", service)
        if self.database_password is None:
            return url
        known = make_url(url).set(password=self.database_password.get_secret_value())
        return known.render_as_string(hide_password=False)

    def brokers(self, service: str) -> Brokers:
        """The Kafka cluster as one service, or another program, reaches it."""
        if self.kafka_password is None:
            return Brokers(self.kafka)
        user = self.kafka_user.replace("{service}", self.kafka_prefix + service)
        return Brokers(self.kafka, user, self.kafka_password.get_secret_value())

    def secret_of(self, service: str) -> bytes:
        """One service's own, even where several were given the same."""
        return derive(self._secret_bytes(), f"service.{service}")

    def _secret_bytes(self) -> bytes:
        """As it was given; the embedded form makes one and keeps it in its folder."""
        if given := self.secret.get_secret_value():
            return given.encode()
        file = self.data / "secret"
        if not file.exists():
            private_folder(self.data)
            private_file(file).write_text(secrets.token_urlsafe(32))
        return file.read_bytes()


_DRIVERS = ("postgresql+asyncpg", "sqlite+aiosqlite")


class ToolSettings(Settings):
    """Of a program that prepares and serves nobody: it is not given the services' secrets."""

    @model_validator(mode="after")
    def _secrets_are_there(self) -> "ToolSettings":
        return self

    @model_validator(mode="after")
    def _mail_can_be_sent(self) -> "ToolSettings":
        return self


def read_settings(kind: type[Settings] = Settings, **given: Any) -> Settings:
    """The settings of this process; a wrong value ends it with a sentence that names it."""
    folder = Path(os.environ.get(f"{PREFIX}SECRETS_DIR", SECRETS))
    try:
        return kind(**given, _secrets_dir=folder if folder.is_dir() else None)
    except ValidationError as error:
        for detail in error.errors():
            name = PREFIX + ".".join(map(str, detail["loc"])).upper() if detail["loc"] else ""
            reason = sentence_for(detail)
            print(f"Cannot start: {name} {reason}".replace("  ", " "), file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from None
