"""What a file is by its content, and what is not kept."""

import re
from hashlib import sha256
from io import BytesIO
from urllib.parse import quote
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

import filetype

from services.directory.documents.values import (
    MAX_BYTES,
    MEDIA_TYPES,
    FileKind,
    Handed,
    Of,
    OwnerKind,
    Scan,
)
from shared.web.kit.workbooks import DAMAGED
from shared.web.problem import FieldError, Problem

MAX_UNPACKED = 500 * 1024 * 1024
MAX_RATIO = 200
"""Above it, what a file unpacks to has been made to fill a disk; text comes to about 20."""
MAX_ENTRIES = 5000
_SMALL = 1024 * 1024
"""Unpacked, whatever the ratio."""
_CONTROL = bytes(each for each in range(32) if each not in b"\t\n\r\f") + b"\x7f"
_MACROS = re.compile(r"vbaproject\.bin$|^xl/macrosheets/|^(basic|scripts)/.", re.IGNORECASE)
_MARKUP = re.compile(rb"(\xef\xbb\xbf|\s)*<")
_BY_ENTRY = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
_BY_MIMETYPE = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
    b"application/vnd.oasis.opendocument.presentation": FileKind.ODP,
}
_WHOLE = {"pdf": FileKind.PDF, "png": FileKind.PNG, "jpg": FileKind.JPG}
_ENCRYPTED = 0x1
"""The flag of an entry of an archive."""


def refused(reason: str) -> Problem:
    return Problem(422, "invalid-file", "The file is not kept", detail=reason)


def recognised(content: bytes) -> tuple[FileKind, bool]:
    """What it is, and whether it is encrypted; raises ``Problem`` for what is not kept.

    Takes a moment for a large one. Nothing is unpacked.
    """
    if not content:
        raise refused("The file is empty")
    if len(content) > MAX_BYTES:
        raise refused(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(content)
    kind = _WHOLE.get(str(filetype.guess_extension(content)))
    if kind is not None:
        return kind, kind is FileKind.PDF and b"/Encrypt" in content
    if _is_text(content):
        return FileKind.TXT, False
    raise refused("The file is of a kind that is not kept here")


def _is_text(content: bytes) -> bool:
    """Readable, and no page or picture that a browser would run."""
    if content.translate(None, _CONTROL) != content or _MARKUP.match(content):
        return False
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _archive(content: bytes) -> tuple[FileKind, bool]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _kind_of(archive)
    except DAMAGED:
        raise refused("The file is damaged") from None


def _kind_of(archive: ZipFile) -> tuple[FileKind, bool]:
    entries = archive.infolist()
    unpacked = sum(each.file_size for each in entries)
    packed = sum(each.compress_size for each in entries)
    too_dense = unpacked > _SMALL and unpacked > MAX_RATIO * max(packed, 1)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or too_dense:
        raise refused("The file holds too much when it is unpacked")
    names = {each.filename for each in entries}
    if any(_MACROS.search(name) for name in names):
        raise refused("The file holds macros")
    encrypted = any(each.flag_bits & _ENCRYPTED for each in entries)
    if "[Content_Types].xml" in names:
        found = [kind for name, kind in _BY_ENTRY.items() if name in names]
        if not found:
            raise refused("The file is of a kind that is not kept here")
        return found[0], encrypted
    if "mimetype" in names:
        packed = archive.getinfo("mimetype").compress_type != ZIP_STORED
        said = b"" if encrypted or packed else archive.open("mimetype").read(100).strip()
        return _BY_MIMETYPE.get(said, FileKind.ZIP), encrypted
    return FileKind.ZIP, encrypted


def digest(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return sha256(content).hexdigest()


def judged(said: Scan, *, encrypted: bool) -> Scan:
    """What is known of a version: a scanner does not see all of an encrypted one.

    Whoever says that it is encrypted is not believed before the scanner has looked.
    """
    return Scan.UNSCANNABLE if encrypted and said is not Scan.BLOCKED else said


def is_held(scan: Scan, *, scanned: bool) -> bool:
    """Whether nobody is handed it; ``scanned`` if there is a scanner."""
    return scan in (Scan.BLOCKED, Scan.FAILED) or (scanned and scan is Scan.UNCHECKED)


def owner(organization_id: UUID | None, group_id: UUID | None, employment_id: UUID | None) -> Of:
    """The one that is named; raises ``Problem`` for none and for several."""
    given = dict(zip(OwnerKind, (organization_id, group_id, employment_id), strict=True))
    named = [Of(kind, key) for kind, key in given.items() if key is not None]
    if len(named) != 1:
        reason = "name one of organization_id, group_id and employment_id"
        errors = [FieldError("query.organization_id", reason)]
        raise Problem(422, "invalid-request", "The request is not valid", errors=errors)
    return named[0]


def file_name(title: str, number: int, kind: FileKind) -> str:
    """Under which it is saved: the title in plain letters, the version, the kind."""
    plain = re.sub(r"[^\w .-]+", "_", title).strip(" ._") or "dokument"
    return f"{plain[:100]} v{number}.{kind}"


def refuse_other_version(current: int, replaces: int) -> None:
    """Raise ``Problem`` if somebody was faster."""
    if current != replaces:
        raise Problem(
            409,
            "version-replaced",
            "There is a newer version",
            detail=f"The newest is version {current}; the upload replaces version {replaces}.",
        )


def headers_of(handed: Handed) -> dict[str, str]:
    """Saved, never shown: whatever is in it, no browser runs it, whichever proxy stands before."""
    return {
        "Content-Type": MEDIA_TYPES[handed.kind],
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(handed.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
    }
