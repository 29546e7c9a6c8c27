"""Published reports; nothing changes them any more."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant
from shared.database.types import Moment
from shared.ids import new_id
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal
from shared.web.conflicts import Conflict, Constraints

_WRITTEN = personal(
    Kind.FREE_TEXT,
    about=Unlinked("anonym: Zählungen und gemischte Texte, von keinem Bogen"),
    purpose="Ergebnisse einer Befragung veröffentlichen",
    deletion=Deletion.WITHOUT_LIMIT,
)


class SurveyReport(OfTenant, Base):
    """One for each survey; ``report`` is what may be said, as it was then."""

    __tablename__ = "survey_reports"
    __table_args__ = (
        UniqueConstraint("survey_id"),
        Index("survey_reports_in_order", "tenant", "published_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    survey_id: Mapped[UUID] = mapped_column(ForeignKey("planned_surveys.id"), info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Befragung"})
    introduction: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL)
    asked_whom: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Gefragt waren"})
    ended_on: Mapped[date] = mapped_column(info=NOT_PERSONAL | {"label": "Antworten bis"})
    report: Mapped[Json] = mapped_column(JSON, info=_WRITTEN)
    public: Mapped[bool] = mapped_column(info=NOT_PERSONAL | {"label": "Ohne Anmeldung lesbar"})
    published_at: Mapped[datetime] = mapped_column(
        Moment, info=NOT_PERSONAL | {"label": "Veröffentlicht am"}
    )


CONSTRAINTS: Constraints = {
    "survey_reports.survey_id": Conflict(
        "already-published", "A report is published already", "introduction", "is published"
    )
}
