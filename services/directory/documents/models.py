"""Documents, their versions, and what lies in the store although nobody needs it any more."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.documents.values import FileKind, Of, OwnerKind, Scan
from services.directory.models import Base
from shared.database.search import Searchable, sort_key
from shared.database.tables import OfTenant
from shared.database.types import Code
from shared.ids import new_id
from shared.privacy.declared import (
    NOT_PERSONAL,
    Deletion,
    Kind,
    Unlinked,
    identifying,
    personal,
)
from shared.web.conflicts import Conflict, Unreachable

_TITLE = personal(
    Kind.FREE_TEXT,
    about=Unlinked("ein Dokument kann jede und jeden nennen; wen, weiß nur, wer es liest"),
    purpose="Vereinbarungen und Nachweise der Organisationen aufbewahren",
    deletion=Deletion.OFFICE_DELETES,
)
_PLACED = personal(
    Kind.EMPLOYMENT,
    about="employment_id -> employments(id).worker_id",
    purpose="wissen, zu wessen Einsatz ein Dokument gehört",
    deletion=Deletion.OFFICE_DELETES,
)
_UPLOADED = personal(
    Kind.PARTICIPATION,
    about="uploaded_by",
    purpose="wissen, wer eine Fassung hochgeladen hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class DocumentRow(OfTenant, Searchable, Base):
    """Of an organization, a group or an employment; ``current`` is the newest version's number."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("organization_id", "title"),
        UniqueConstraint("group_id", "title"),
        UniqueConstraint("employment_id", "title"),
        Index("documents_in_order", "tenant", "title_key", "id"),
    )
    searched = ("title",)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id"), default=None, info=NOT_PERSONAL
    )
    group_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("people_groups.id"), default=None, info=NOT_PERSONAL
    )
    employment_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("employments.id"), default=None, info=identifying(_PLACED, "employment")
    )
    title: Mapped[str] = mapped_column(info={"label": "Titel", **_TITLE})
    title_key: Mapped[str] = sort_key("title", _TITLE)
    search_text: Mapped[str] = mapped_column(default=None, info=_TITLE)
    current: Mapped[int] = mapped_column(info=NOT_PERSONAL)

    @property
    def of(self) -> Of:
        for kind in OwnerKind:
            if key := getattr(self, f"{kind}_id"):
                return Of(kind, key)
        raise ValueError("a document is kept with something")


class VersionRow(OfTenant, Base):
    """Never changed but for what the scanner says; ``key`` is where the content lies.

    Where the scanner failed on it, it is tried again from ``scan_due_at`` on.
    """

    __tablename__ = "document_versions"
    __table_args__ = (Index("document_versions_by_scan", "scan"),)

    document_id: Mapped[UUID] = mapped_column(
        ForeignKey("documents.id"), primary_key=True, info=NOT_PERSONAL
    )
    number: Mapped[int] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    key: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    kind: Mapped[FileKind] = mapped_column(Code(FileKind), info=NOT_PERSONAL)
    sha256: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    size: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    scan: Mapped[Scan] = mapped_column(Code(Scan), info=NOT_PERSONAL)
    scan_tries: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    scan_due_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    uploaded_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    uploaded_by: Mapped[UUID] = mapped_column(info=identifying(_UPLOADED))


class LeftoverRow(Base):
    """Content to be deleted from ``due_at`` on, unless a version has come of it by then."""

    __tablename__ = "document_leftovers"
    __table_args__ = (Index("document_leftovers_due", "due_at"),)

    key: Mapped[str] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    due_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)


CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    **dict.fromkeys(
        (f"documents.{kind}_id, documents.title" for kind in OwnerKind),
        Conflict(
            code="title-taken",
            title="There is such a document",
            field="title",
            reason="is what a document is called that came at the same time",
        ),
    ),
    "document_versions.document_id, document_versions.number": Conflict(
        code="version-replaced",
        title="There is a newer version",
        field="replaces",
        reason="is not the newest any more: another came at the same time",
    ),
    "document_leftovers.key": Unreachable("random"),
}
