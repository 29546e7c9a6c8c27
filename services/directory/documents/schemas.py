"""Documents as programs read them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.directory.documents.values import FileKind, Scan
from shared.codes import Open


class VersionView(BaseModel):
    """One version; ``held`` if it is handed to nobody."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    kind: Open[FileKind]
    sha256: str
    size: int
    scan: Open[Scan]
    held: bool
    at: datetime


class DocumentView(BaseModel):
    """A document of one of three, with its versions, the newest first."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    organization_id: UUID | None
    group_id: UUID | None
    employment_id: UUID | None
    title: str
    versions: list[VersionView]


class DocumentList(BaseModel):
    """Some of them by title; ``next`` is where to go on."""

    items: list[DocumentView]
    next: str | None
