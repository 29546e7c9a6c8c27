"""Comments with what people reply and support, and the office's decision."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.framework_comments.values import CommentKind, Decision
from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Moment
from shared.ids import new_id
from shared.privacy.declared import Deletion, Kind, identifying, personal
from shared.web.conflicts import Conflict

_AUTHOR = personal(
    Kind.FREE_TEXT,
    about="author_id",
    purpose="wer etwas zum Rahmenkonzept gesagt hat, steht dabei",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_SUPPORTER = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="dass niemand einen Kommentar zweimal unterstützt",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class FrameworkComment(OfTenant, Base):
    """``sha256`` is of the chapter's text that its author had before them."""

    __tablename__ = "framework_comments"
    __table_args__ = (
        Index("framework_comments_of_chapter", "tenant", "version_id", "chapter_key", "id"),
        {"info": _AUTHOR},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("framework_versions.id"))
    chapter_key: Mapped[UUID]
    standard_key: Mapped[UUID | None]
    sha256: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID] = mapped_column(info=identifying(_AUTHOR))
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[CommentKind] = mapped_column(Code(CommentKind), info=_AUTHOR | {"label": "Art"})
    text: Mapped[str] = mapped_column(Text, info=_AUTHOR | {"label": "Kommentar"})
    wording: Mapped[str] = mapped_column(Text, info=_AUTHOR | {"label": "Vorschlag"})
    decision: Mapped[Decision | None] = mapped_column(
        Code(Decision), default=None, info=_AUTHOR | {"label": "Antwort"}
    )
    reason: Mapped[str] = mapped_column(Text, default="", info=_AUTHOR | {"label": "Begründung"})


class FrameworkReply(OfTenant, Base):
    """What somebody says to a comment; to a reply nobody replies."""

    __tablename__ = "framework_replies"
    __table_args__ = (
        Index("framework_replies_in_order", "comment_id", "id"),
        {"info": _AUTHOR},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    comment_id: Mapped[UUID] = mapped_column(ForeignKey("framework_comments.id"))
    author_id: Mapped[UUID] = mapped_column(info=identifying(_AUTHOR))
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text, info=_AUTHOR | {"label": "Antwort"})


class FrameworkSupport(OfTenant, Base):
    """That somebody wants the same."""

    __tablename__ = "framework_supports"
    __table_args__ = ({"info": _SUPPORTER},)

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("framework_comments.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_SUPPORTER))


framework_supports = table_of(FrameworkSupport)
CONSTRAINTS = {
    "framework_supports.comment_id, framework_supports.person_id": Conflict(
        "supported", "They support it already", "comment", "is supported already"
    ),
}
