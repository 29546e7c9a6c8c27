"""How large a picture may be, and how it is handed out."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.directory.people.values import SeenBy
from shared.web.kit.reasons import reasons
from shared.web.kit.uploads import MEGABYTE

reasons(
    {
        "must be a JPEG, PNG or WebP picture": "Das ist kein Bild, das wir lesen können. Es gehen"
        " JPEG, PNG und WebP.",
        "must not have so many pixels": "Das Bild hat mehr als 40 Millionen Bildpunkte. Bitte"
        " nehmen Sie ein kleineres.",
    }
)

MAX_BYTES = 10 * MEGABYTE
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 512
FORMATS = ("JPEG", "PNG", "WEBP")


HEADERS = {
    "Content-Type": "image/jpeg",
    "Content-Disposition": 'inline; filename="foto.jpg"',
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, noarchive",
    "Cache-Control": "private, no-cache",
}
"""Kept by one's own browser only, which asks each time whether it may still be shown."""


@dataclass(frozen=True)
class Picture:
    """Whose it is, for whom, and where it lies."""

    id: UUID
    person_id: UUID
    key: str
    sha256: str
    seen_by: SeenBy


@dataclass(frozen=True)
class Handed:
    """A picture as it is answered; without its content to whoever has the same already."""

    status: int
    content: bytes
    headers: Mapping[str, str]
