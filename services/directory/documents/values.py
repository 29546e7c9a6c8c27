"""What a document's version is, and whether it is handed out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, NamedTuple
from uuid import UUID

from pydantic import Field

from shared.codes import OpenCode
from shared.contracts.words import words
from shared.web.kit.reasons import reasons

MAX_BYTES = 25 * 1024 * 1024
Number = Annotated[int, Field(ge=1, le=1_000_000)]
"""Of a version."""

reasons(
    {
        "The file is empty": "Die Datei ist leer.",
        r"The file is larger than (\d+) MB": "Die Datei ist größer als {} MB.",
        "The file is of a kind that is not kept here": "Diese Art von Datei wird hier nicht"
        " aufbewahrt. Möglich sind PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, reiner"
        " Text und ZIP. Es zählt der Inhalt, nicht die Endung.",
        "The file holds macros": "Die Datei enthält Makros. Bitte speichern Sie sie ohne Makros.",
        "The file is damaged": "Die Datei ist beschädigt und lässt sich nicht öffnen.",
        "The file holds too much when it is unpacked": "Die Datei wird beim Entpacken zu groß.",
    }
)


class Scan(OpenCode):
    """What the virus scanner says of a version."""

    UNCHECKED = "unchecked"
    CLEAN = "clean"
    BLOCKED = "blocked"
    UNSCANNABLE = "unscannable"
    """Encrypted, too large or too deep: nobody has seen what is in it."""
    FAILED = "failed"
    """The scanner failed on it again and again: it is held back for good."""


words(
    Scan,
    unchecked="ungeprüft",
    clean="sauber",
    blocked="gesperrt",
    unscannable="nicht prüfbar",
    failed="nicht prüfbar, zurückgehalten",
)


class FileKind(OpenCode):
    """What a file is, by its content; the code is the ending it is handed out with."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    PNG = "png"
    JPG = "jpg"
    TXT = "txt"
    ZIP = "zip"


words(
    FileKind,
    pdf="PDF",
    docx="Word",
    xlsx="Excel",
    pptx="PowerPoint",
    odt="OpenDocument-Text",
    ods="OpenDocument-Tabelle",
    odp="OpenDocument-Präsentation",
    png="PNG-Bild",
    jpg="JPEG-Bild",
    txt="Text",
    zip="ZIP-Archiv",
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: f"{_OFFICE}wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    FileKind.PPTX: f"{_OFFICE}presentationml.presentation",
    FileKind.ODT: f"{_OPEN}text",
    FileKind.ODS: f"{_OPEN}spreadsheet",
    FileKind.ODP: f"{_OPEN}presentation",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
    FileKind.TXT: "text/plain; charset=utf-8",
    FileKind.ZIP: "application/zip",
}


class OwnerKind(OpenCode):
    """What a document is kept with."""

    ORGANIZATION = "organization"
    GROUP = "group"
    EMPLOYMENT = "employment"


words(OwnerKind, organization="Organisation", group="Gruppe", employment="Einsatz")


class Of(NamedTuple):
    """An organization, a group, or the employment in which somebody is placed."""

    kind: OwnerKind
    id: UUID


@dataclass(frozen=True)
class Kept:
    """A file that lies in the store under ``key`` and still has to become a version."""

    key: str
    kind: FileKind
    sha256: str
    size: int
    scan: Scan


@dataclass(frozen=True)
class Version:
    """One version; ``held`` back from everybody until the scanner has seen it, or for good."""

    number: int
    kind: FileKind
    sha256: str
    size: int
    scan: Scan
    held: bool
    at: datetime
    by: str
    """Empty for who is known no more."""


@dataclass(frozen=True)
class Document:
    """A document with its versions, the newest first."""

    id: UUID
    of: Of
    owner: str
    """What it is kept with is called."""
    title: str
    versions: tuple[Version, ...]

    @property
    def of_kind(self) -> OwnerKind:
        return self.of.kind

    @property
    def organization_id(self) -> UUID | None:
        return self.of.id if self.of.kind is OwnerKind.ORGANIZATION else None

    @property
    def group_id(self) -> UUID | None:
        return self.of.id if self.of.kind is OwnerKind.GROUP else None

    @property
    def employment_id(self) -> UUID | None:
        return self.of.id if self.of.kind is OwnerKind.EMPLOYMENT else None

    @property
    def newest(self) -> Version:
        return self.versions[0]

    @property
    def number(self) -> int:
        return self.newest.number

    @property
    def at(self) -> datetime:
        return self.newest.at

    @property
    def kind(self) -> FileKind:
        return self.newest.kind

    @property
    def scan(self) -> Scan:
        return self.newest.scan


@dataclass(frozen=True)
class Handed:
    """A version's content and the name it is saved under."""

    content: bytes
    kind: FileKind
    name: str
