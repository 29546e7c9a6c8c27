"""What was reported."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.contracts.directory import report_number
from shared.database.tables import OfTenant
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal

_ANYBODY = Unlinked("wer eine Barriere meldet, muss niemand von uns sein und nennt sich selbst")
_TEXT = personal(
    Kind.FREE_TEXT,
    about=_ANYBODY,
    purpose="eine Barriere verstehen und beheben",
    deletion=Deletion.THIRTY_DAYS,
)
_CONTACT = personal(
    Kind.CONTACT,
    about=_ANYBODY,
    purpose="auf eine gemeldete Barriere antworten",
    deletion=Deletion.THIRTY_DAYS,
)


class BarrierReport(OfTenant, Base):
    """Of everybody's pages where nobody knows to which municipality the reporter belongs."""

    __tablename__ = "barrier_reports"
    __table_args__ = (Index("barrier_reports_in_order", "tenant", "settled_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    reported_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL | {"label": "Gemeldet"})
    page: Mapped[str] = mapped_column(info=_TEXT | {"label": "Seite"})
    text: Mapped[str] = mapped_column(info=_TEXT | {"label": "Was nicht geht"})
    contact: Mapped[str] = mapped_column(info=_CONTACT | {"label": "Antwort an"})
    settled_at: Mapped[datetime | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Erledigt"}
    )

    @property
    def number(self) -> str:
        """What the reporter and those who answer call it."""
        return report_number(self.id)
