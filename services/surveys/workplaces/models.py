"""Employments with their schools, as the directory announced them."""

from datetime import date
from uuid import UUID

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, identifying, personal

_WORKS = personal(
    Kind.EMPLOYMENT,
    about="worker_id",
    purpose="wen eine Befragung anspricht, und in welcher Gruppe Antworten gezählt werden",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class Workplace(OfTenant, Base):
    """From a day on; of several days of an employment the latest counts that has come."""

    __tablename__ = "workplaces"
    __table_args__ = (Index("workplaces_of_worker", "tenant", "worker_id"), {"info": _WORKS})

    employment_id: Mapped[UUID] = mapped_column(
        primary_key=True, info=identifying(_WORKS, "employment")
    )
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(info=identifying(_WORKS))
    carrier_id: Mapped[UUID]
    school_types: Mapped[list[str]] = mapped_column(JSON)
    last_day: Mapped[date | None] = mapped_column(default=None)


workplaces = table_of(Workplace)
