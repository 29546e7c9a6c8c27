"""What an office has written of a kind of mail: a draft, and the editions that held."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, Tenant, table_of
from shared.database.versions import Versioned
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, identifying, personal
from shared.web.conflicts import Conflict, Unreachable

_TEXT = personal(
    Kind.FREE_TEXT,
    about=Unlinked("Die Koordinierungsstelle schreibt an viele und soll niemanden nennen."),
    purpose="Text einer Art von Mails; Namen kommen erst beim Senden hinein",
    deletion=Deletion.NEWER_EDITIONS,
)
_AUTHOR = personal(
    Kind.PARTICIPATION,
    about="author_id",
    purpose="wer einen Text geändert hat",
    deletion=Deletion.NEWER_EDITIONS,
)


class MailText(OfTenant, Versioned, Base):
    """The draft; ``edition`` is the one that holds, 0 until there was one."""

    __tablename__ = "mail_texts"

    tenant: Mapped[Tenant] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True, info=NOT_PERSONAL)
    subject: Mapped[str] = mapped_column(default="", info=_TEXT | {"label": "Betreff"})
    text: Mapped[str] = mapped_column(default="", info=_TEXT | {"label": "Text"})
    edition: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)


class MailTextEdition(OfTenant, Base):
    """What held from a moment on; an ``is_usual`` one is the text that everybody has."""

    __tablename__ = "mail_text_editions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "kind"], ["mail_texts.tenant", "mail_texts.kind"], ondelete="CASCADE"
        ),
    )

    tenant: Mapped[Tenant] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True, info=NOT_PERSONAL)
    number: Mapped[int] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    is_usual: Mapped[bool] = mapped_column(info=NOT_PERSONAL)
    subject: Mapped[str] = mapped_column(info=_TEXT | {"label": "Betreff"})
    text: Mapped[str] = mapped_column(info=_TEXT | {"label": "Text"})
    published_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    author_id: Mapped[UUID | None] = mapped_column(info=identifying(_AUTHOR))


mail_texts = table_of(MailText)
editions = table_of(MailTextEdition)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "mail_texts.tenant, mail_texts.kind": Conflict(
        code="overtaken",
        title="Somebody else has changed this meanwhile",
        field="version",
        reason="was written by somebody else at the same time",
    ),
    "mail_text_editions.tenant, mail_text_editions.kind, mail_text_editions.number": Unreachable(
        "the text's version is checked before"
    ),
}
