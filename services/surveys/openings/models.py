"""The tables of what remains of an urn, written once: in a fixed order, or in none."""

from uuid import UUID

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal

_COUNTED = personal(
    Kind.PARTICIPATION,
    about=Unlinked("anonym: Zählungen aller Bögen zusammen"),
    purpose="Auswertung in Gruppen",
    deletion=Deletion.WITHOUT_LIMIT,
)
_TEXT = personal(
    Kind.FREE_TEXT,
    about=Unlinked("anonym: von keinem Bogen, gemischt"),
    purpose="Auswertung in Gruppen",
    deletion=Deletion.WITHOUT_LIMIT,
)


class Tally(OfTenant, Base):
    """How often something was answered: all that remains of sheets."""

    __tablename__ = "tallies"
    __table_args__ = ({"sqlite_with_rowid": False},)

    urn_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    question_key: Mapped[str] = mapped_column(String(64), primary_key=True, info=NOT_PERSONAL)
    row_key: Mapped[str] = mapped_column(String(64), primary_key=True, info=NOT_PERSONAL)
    group_code: Mapped[str] = mapped_column(String(200), primary_key=True, info=NOT_PERSONAL)
    value_key: Mapped[str] = mapped_column(String(64), primary_key=True, info=NOT_PERSONAL)
    n: Mapped[int] = mapped_column(Integer, info=_COUNTED)


class OpenedText(OfTenant, Base):
    """What somebody wrote; of no sheet and of no group."""

    __tablename__ = "free_texts"
    __table_args__ = (
        Index("free_texts_of_urn", "urn_id", "question_key"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    urn_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    question_key: Mapped[str] = mapped_column(String(64), info=NOT_PERSONAL)
    text: Mapped[str] = mapped_column(Text, info=_TEXT | {"label": "Freier Text"})


tallies = table_of(Tally)
free_texts = table_of(OpenedText)
