"""The table of answers, which no column ties to an invitation.

An answer has a random id, no time and no place in an order: SQLite keeps the rows sorted by that
id and gives them no number of its own. ``published`` turns true for five answers at once, never
for one. What remains: whoever administers the database itself, or holds two of its backups, can
compare physical row versions (in PostgreSQL ``xmin``, ``ctid`` and, where they are tracked, commit
times; in SQLite the pages of one commit) and see what was written together with the use of an
invitation. Publishing rewrites the answers and closing rewrites the invitations, which wipes this
from the tables, though not from logs and backups.
"""

from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal

_NAMELESS = Unlinked(
    "ohne Namen; wer die Datenbank verwaltet, könnte eine Antwort ihrer Einladung zuordnen"
)
_RATED = personal(
    Kind.PARTICIPATION,
    about=_NAMELESS,
    purpose="Auswertung in Gruppen",
    deletion=Deletion.WITHOUT_LIMIT,
)
_REMARK = personal(
    Kind.FREE_TEXT,
    about=_NAMELESS,
    purpose="Auswertung in Gruppen",
    deletion=Deletion.WITHOUT_LIMIT,
)


class GivenAnswer(OfTenant, Base):
    """What somebody thinks; ``published`` once it has become one of a group."""

    __tablename__ = "answers"
    __table_args__ = (
        Index("answers_of_survey", "survey_id", "published"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("surveys.id"), info=NOT_PERSONAL)
    ratings: Mapped[dict[str, int]] = mapped_column(JSON, info=_RATED)
    remark: Mapped[str | None] = mapped_column(Text, info=_REMARK | {"label": "Bemerkung"})
    published: Mapped[bool] = mapped_column(info=NOT_PERSONAL)


answers = table_of(GivenAnswer)
