"""What offices have published for all others: frozen versions, and nothing of whom they asked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.library.values import Licence
from services.surveys.models import Base
from shared.database.tables import OfTenant
from shared.database.types import Code, Moment
from shared.ids import new_id
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL


class LibraryItem(OfTenant, Base):
    """One version of one questionnaire; ``tenant`` is who published it, and everybody reads it."""

    __tablename__ = "library_items"
    __table_args__ = (
        UniqueConstraint("line", "number"),
        Index("library_items_by_title", "title", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    line: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    """The publisher's questionnaire, of which several versions may be here."""
    number: Mapped[int] = mapped_column(info=NOT_PERSONAL | {"label": "Fassung"})
    title: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Titel"})
    about: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Wofür er taugt"})
    publisher: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Herkunft"})
    based_on: Mapped[str | None] = mapped_column(
        Text, default=None, info=NOT_PERSONAL | {"label": "Nach einer Vorlage von"}
    )
    licence: Mapped[Licence] = mapped_column(Code(Licence), info=NOT_PERSONAL | {"label": "Lizenz"})
    document: Mapped[Json] = mapped_column(JSON, info=NOT_PERSONAL)
    published_at: Mapped[datetime] = mapped_column(
        Moment, info=NOT_PERSONAL | {"label": "Veröffentlicht am"}
    )
