"""Files that people send: their size and kind are checked by what is in them, not by their name."""

import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

import filetype
from fastapi import Request
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shared.german import number
from shared.web.kit.errors import refuse
from shared.web.kit.seal import seal, unseal
from shared.web.kit.workbooks import is_workbook

MEGABYTE = 1024 * 1024
KEPT = "upload"
KEPT_SECONDS = 3600
KINDS = {
    "csv": ("CSV-Datei", "text/csv"),
    "xlsx": ("Excel-Datei", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("JSON-Datei", "application/json"),
    "pdf": ("PDF-Datei", "application/pdf"),
    "png": ("PNG-Bild", "image/png"),
    "jpg": ("JPEG-Bild", "image/jpeg"),
    "webp": ("WebP-Bild", "image/webp"),
}
_CONTROL = bytes(each for each in range(32) if each not in b"\t\n\r") + b"\x7f"


@dataclass(frozen=True)
class Upload:
    """A file as it came; ``name`` is what the sender calls it, ``kind`` what it is."""

    name: str
    content: bytes
    kind: str = ""


class Accepts:
    """An annotation for an ``Upload``: ``Annotated[Upload, Label("Datei"), Accepts("csv")]``."""

    def __init__(self, *kinds: str, max_bytes: int = 5 * MEGABYTE) -> None:
        self.kinds = [each for each in kinds if KINDS[each]]
        self.max_bytes = max_bytes

    def checked(self, upload: Upload) -> Upload:
        if len(upload.content) > self.max_bytes:
            raise refuse(f"Die Datei ist größer als {number(self.max_bytes / MEGABYTE)} MB.")
        if not upload.content:
            raise refuse("Die Datei ist leer.")
        kind = kind_of(upload.content)
        if kind == "csv" and "json" in self.kinds:
            kind = "json"
        if kind not in self.kinds:
            wanted = " oder ".join(KINDS[each][0] for each in self.kinds)
            raise refuse(f"Die Datei ist keine {wanted}.")
        return Upload(upload.name, upload.content, kind)

    def __get_pydantic_core_schema__(
        self, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            self.checked, core_schema.is_instance_schema(Upload)
        )


def kind_of(content: bytes) -> str:
    """What a file is, by its content; plain text counts as CSV, and empty is unknown."""
    if content.translate(None, _CONTROL) != content:
        kind = str(filetype.guess_extension(content) or "")
        return "xlsx" if kind == "zip" and is_workbook(content) else kind
    return "csv"


def kept(request: Request, content: bytes, seen: str) -> str:
    """A file and what was shown of it, for a hidden field: nothing of a preview is stored."""
    return seal(request, KEPT, [b64encode(zlib.compress(content)).decode(), seen])


def unkept(request: Request, sealed: str) -> tuple[bytes, str] | None:
    """What was ``kept``; None if it is not ours, or older than ``KEPT_SECONDS``."""
    found = unseal(request, KEPT, sealed, KEPT_SECONDS)
    if found is None:
        return None
    content, seen = found
    return zlib.decompress(b64decode(content)), str(seen)
