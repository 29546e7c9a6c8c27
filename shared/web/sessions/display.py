"""How a browser's header calls whoever is signed in, because no service but one knows names.

The directory says it once, at sign-in. It is shown and nothing else: whoever changes it deceives
only themselves (docs/decisions/0029).
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

LONGEST = 3072
"""Bytes of the cookie."""
_Name = Annotated[str, Field(max_length=200)]


class Display(BaseModel):
    """A person's name, and those of the municipalities and organizations they act for.

    Organizations stand under the end of their ids, see ``short``.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: _Name = ""
    municipalities: Mapping[str, _Name] = {}
    organizations: Mapping[str, _Name] = {}


def short(organization_id: UUID) -> str:
    """Enough of it to tell a person's few organizations apart."""
    return organization_id.hex[-12:]


def encoded(display: Display) -> str:
    """As a cookie's value; organizations that find no room are left out, then everything."""
    kept = list(display.organizations.items())
    while len(text := _packed(display, dict(kept))) > LONGEST and kept:
        kept.pop()
    return text if len(text) <= LONGEST else ""


def decoded(text: str) -> Display:
    """What a cookie says; nothing if it is missing, too long or broken."""
    if not text or len(text) > LONGEST:
        return Display()
    try:
        return Display.model_validate_json(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, ValidationError):
        return Display()


def _packed(display: Display, organizations: Mapping[str, str]) -> str:
    whole = display.model_dump() | {"organizations": dict(organizations)}
    raw = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
