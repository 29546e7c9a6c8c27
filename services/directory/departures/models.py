"""The departures that carriers have posted."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, personal

_END = personal(
    Kind.EMPLOYMENT,
    about="employment_id -> employments(id).worker_id",
    purpose="Ende der Beschäftigung und sein Grund",
    deletion=Deletion.WITH_PERSON,
)


class Departure(OfTenant, Base):
    """Every one that was posted; the latest applies."""

    __tablename__ = "departures"
    __table_args__ = (Index("departures_came", "tenant", "recorded_at"), {"info": _END})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    employment_id: Mapped[UUID] = mapped_column(ForeignKey("employments.id"), index=True)
    last_day: Mapped[date] = mapped_column(info={"label": "Letzter Tag"})
    reason: Mapped[str] = mapped_column(info={"label": "Grund"})
    recorded_at: Mapped[datetime] = mapped_column(info={"label": "Eingegangen"})


departures = table_of(Departure)
