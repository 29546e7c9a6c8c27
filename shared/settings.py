"""The environment variables that every service understands, all prefixed ``KNOTENPUNKT_``."""

import os
import secrets
import sys
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from shared.mail_settings import PREFIX as PREFIX
from shared.mail_settings import MailSettings
from shared.messaging.brokers import Brokers
from shared.private_files import private_file, private_folder

SECRETS = Path("/run/secrets")
"""Where Docker and Kubernetes put secrets: a file each, named like its variable in lower case."""


class Settings(MailSettings):
    """Without any variable set, this is the embedded form."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore")

    data: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    monitoring_host: str = "127.0.0.1"
    monitoring_port: int = Field(default=0, ge=0, le=65535)
    secrets_dir: Path = SECRETS
    public_url: str = Field(default="", pattern=r"^(https?://[^\s/]+(/.*)?)?$")
    service_url: str = Field(default="", pattern=r"^(https?://[^\s/]+(/.*)?)?$")
    database_url: str = ""
    database_password: SecretStr | None = None
    kafka: str = Field(default="", pattern=r"^([^\s:,]+:\d+(,[^\s:,]+:\d+)*)?$")
    kafka_user: str = "{service}"
    kafka_password: SecretStr | None = None
    kafka_prefix: str = Field(default="", pattern=r"^[a-z0-9.-]{0,40}$")
    kafka_replicas: int = Field(default=1, ge=1, le=9)
    secret: SecretStr = SecretStr("")
    operator_password: SecretStr | None = None
    municipalities: Annotated[frozenset[str], NoDecode] = frozenset({"05978004"})
    load_sample: bool = False
    log_level: str = Field(default="warning", pattern="^(debug|info|warning|error)$")

    @field_validator("municipalities", mode="before")
    @classmethod
    def _keys(cls, value: Any) -> Any:
        keys = [key.strip() for key in value.split(",")] if isinstance(value, str) else list(value)
        if not keys or not all(key.isascii() and key.isdigit() and len(key) == 8 for key in keys):
            raise ValueError("is a list of eight-digit municipality keys, separated by commas")
        return frozenset(keys)

    @field_validator("operator_password", "database_password", "kafka_password")
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
    def _real_needs_a_secret(self) -> "Settings":
        length = len(self.secret.get_secret_value())
        if length < 32 and (length or not self.embedded):
            raise ValueError(f"{PREFIX}SECRET has at least 32 characters")
        if not self.embedded and self.operator_password is None:
            raise ValueError(f"{PREFIX}OPERATOR_PASSWORD is set outside the embedded form")
        return self

    @property
    def embedded(self) -> bool:
        """Whether this is the form without broker and database server."""
        return not self.kafka and (not self.database_url or self.database_url.startswith("sqlite"))

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
        """The Kafka cluster as one service, or whoever else, reaches it."""
        if self.kafka_password is None:
            return Brokers(self.kafka)
        user = self.kafka_user.replace("{service}", self.kafka_prefix + service)
        return Brokers(self.kafka, user, self.kafka_password.get_secret_value())

    def secret_bytes(self) -> bytes:
        """The installation's secret; the embedded form makes one and keeps it in its folder."""
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
    def _real_needs_a_secret(self) -> "ToolSettings":
        return self


def read_settings(kind: type[Settings] = Settings, **given: Any) -> Settings:
    """The settings of this process; a wrong value ends it with a sentence that names it."""
    folder = Path(os.environ.get(f"{PREFIX}SECRETS_DIR", SECRETS))
    try:
        return kind(**given, _secrets_dir=folder if folder.is_dir() else None)
    except ValidationError as error:
        for detail in error.errors():
            name = PREFIX + ".".join(map(str, detail["loc"])).upper() if detail["loc"] else ""
            reason = detail["msg"].removeprefix("Value error, ")
            print(f"Cannot start: {name} {reason}".replace("  ", " "), file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from None
