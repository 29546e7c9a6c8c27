"""Versions of a framework concept, the texts of their chapters, and which of them are valid."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.framework.values import VersionState
from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Moment
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL, Info
from shared.web.conflicts import Conflict, Constraints, Unreachable


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class FrameworkVersion(OfTenant, Versioned, Base):
    """One of a municipality at a time is not adopted.

    ``revised_at`` is when the comments had their replies and the texts to vote on were made.
    """

    __tablename__ = "framework_versions"
    __table_args__ = (UniqueConstraint("tenant", "number", name="framework_versions_in_order"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    number: Mapped[int] = mapped_column(info=_shown("Fassung"))
    state: Mapped[VersionState] = mapped_column(
        Code(VersionState), default=VersionState.DRAFT, info=_shown("Stand")
    )
    comments_until: Mapped[datetime | None] = mapped_column(
        Moment, default=None, info=_shown("Kommentare bis")
    )
    revised_at: Mapped[datetime | None] = mapped_column(Moment, default=None, info=NOT_PERSONAL)
    votes_until: Mapped[datetime | None] = mapped_column(
        Moment, default=None, info=_shown("Abstimmung bis")
    )
    adopted_on: Mapped[date | None] = mapped_column(default=None, info=_shown("Beschlossen am"))


class ChapterText(OfTenant, Versioned, Base):
    """The text of a chapter; the first edition is commented, the second is voted on.

    An edition that is commented or voted on is changed no more.
    """

    __tablename__ = "framework_chapters"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("framework_versions.id"), primary_key=True, info=NOT_PERSONAL
    )
    chapter_key: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    edition: Mapped[int] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    position: Mapped[int] = mapped_column(info=_shown("Kapitel"))
    title: Mapped[str] = mapped_column(Text, info=_shown("Titel"))
    body: Mapped[str] = mapped_column(Text, info=_shown("Text"))
    standards: Mapped[list[Json]] = mapped_column(JSON, info=_shown("Standards"))
    sha256: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL)


class AdoptedChapter(OfTenant, Base):
    """Which text of a chapter is valid since a version was adopted; it may be an older one's."""

    __tablename__ = "framework_adopted"

    version_id: Mapped[UUID] = mapped_column(
        ForeignKey("framework_versions.id"), primary_key=True, info=NOT_PERSONAL
    )
    chapter_key: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    position: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    text_version_id: Mapped[UUID] = mapped_column(
        ForeignKey("framework_versions.id"), info=NOT_PERSONAL
    )
    adopted_on: Mapped[date] = mapped_column(info=_shown("Gültig seit"))


framework_adopted = table_of(AdoptedChapter)
framework_chapters = table_of(ChapterText)
CONSTRAINTS: Constraints = {
    "framework_versions.tenant, framework_versions.number": Conflict(
        "framework-running", "A version was begun", "number", "was begun by somebody else"
    ),
    "framework_chapters.version_id, framework_chapters.chapter_key, framework_chapters.edition": (
        Unreachable("the version is held, and keys of chapters are random")
    ),
    "framework_adopted.version_id, framework_adopted.chapter_key": Unreachable(
        "written once, when a vote is counted"
    ),
}
