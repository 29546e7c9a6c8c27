"""Times in which somebody is employed and away."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_LEAVE = personal(
    Kind.EMPLOYMENT,
    about="employment_id -> employments(id).worker_id",
    purpose="wann jemand beurlaubt ist; der Grund wird nicht gespeichert",
    deletion=Deletion.WITH_PERSON,
)
_RECORDER = personal(
    Kind.TECHNICAL,
    about="recorded_by",
    purpose="Nachweis, wer eine Beurlaubung oder Rückkehr gemeldet hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class Leave(OfTenant, Base):
    """What was known of a leave until ``superseded_at``; ``leave_id`` is that of all its rows.

    ``last_day`` is the last one away, if it is known. A leave without a row in force did not take
    place. Why somebody is away is nobody's business here.
    """

    __tablename__ = "leaves"
    __table_args__ = (
        Index("leaves_of_employment", "employment_id", "first_day"),
        Index("leaves_in_order", "tenant", "id"),
        Index("leaves_came", "tenant", "recorded_at"),
        {"info": _LEAVE},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    leave_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    employment_id: Mapped[UUID] = mapped_column(ForeignKey("employments.id"))
    first_day: Mapped[date] = mapped_column(info={"label": "Beurlaubt ab"})
    last_day: Mapped[date | None] = mapped_column(info={"label": "Letzter Tag"})
    recorded_by: Mapped[str] = mapped_column(info=identifying(_RECORDER, prefix="person-"))
    recorded_at: Mapped[datetime] = mapped_column(info={"label": "Eingegangen"})
    superseded_at: Mapped[datetime | None] = mapped_column(default=None, info={"label": "Ersetzt"})


leaves = table_of(Leave)
