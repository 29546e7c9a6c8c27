"""Proofs of use that were handed in."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant
from shared.database.types import Hundredths
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_RECORDER = personal(
    Kind.TECHNICAL,
    about="recorded_by",
    purpose="Nachweis, wer eine Abgabe vermerkt hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class ProofSubmission(OfTenant, Base):
    """That a proof was handed in, with the figures as they were known at a moment.

    ``digest`` stands for these figures; the office's hours are those of when it was noted.
    Nothing is removed: what was noted by mistake is withdrawn.
    """

    __tablename__ = "proof_submissions"
    __table_args__ = (Index("proof_submissions_in_order", "tenant", "school_year", "recorded_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    school_year: Mapped[int] = mapped_column(info=NOT_PERSONAL | {"label": "Schuljahr"})
    submitted_on: Mapped[date] = mapped_column(info=NOT_PERSONAL | {"label": "Abgegeben am"})
    known_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL | {"label": "Stand der Zahlen"})
    digest: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    coordination_hours: Mapped[Decimal | None] = mapped_column(
        Hundredths, default=None, info=NOT_PERSONAL | {"label": "Koordinierung, Stunden je Woche"}
    )
    recorded_by: Mapped[str] = mapped_column(info=identifying(_RECORDER))
    recorded_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL | {"label": "Vermerkt"})
    withdrawn_at: Mapped[datetime | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Zurückgenommen"}
    )
