"""The settings about webhooks: a part of ``Settings``."""

import re
from typing import Annotated, Any

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|[0-9a-f:]+")


class WebhookSettings(BaseSettings):
    """Where events may go beyond the public internet."""

    webhook_internal_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    webhook_proxy: str = Field(default="", pattern=r"^(https?://[^\s/]+/?)?$")
    webhook_loopback: bool = False

    @field_validator("webhook_internal_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: Any) -> Any:
        given = value.split(",") if isinstance(value, str) else value
        hosts = {each.strip().rstrip(".").lower() for each in given if each.strip()}
        if not all(_HOST.fullmatch(host) for host in hosts):
            raise ValueError("is a list of host names or addresses, separated by commas")
        return frozenset(hosts)
