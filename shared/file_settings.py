"""The settings about files that people keep here: a part of ``Settings``."""

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings


class FileSettings(BaseSettings):
    """Without any, files lie in the data folder, and nobody looks for viruses in them."""

    files_url: str = Field(default="", pattern=r"^(s3://[a-z0-9][a-z0-9.-]*(/[\w.-]+)*)?$")
    """A bucket, and perhaps a folder in it; empty for a folder below ``data``."""
    files_endpoint: str = Field(default="", pattern=r"^(https?://[^\s/]+(/.*)?)?$")
    files_region: str = Field(default="us-east-1", pattern=r"^[a-z0-9-]+$")
    files_key: str = ""
    files_secret: SecretStr | None = None
    clamd: str = Field(default="", pattern=r"^(/\S+|[^\s:/]+:\d{1,5})?$")
    """The virus scanner's socket: a path, or a host and a port."""

    @field_validator("files_secret")
    @classmethod
    def _no_secret_of_files(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value is not None and value.get_secret_value() else None
