"""Decisions, and how many there were in a year."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Info
from shared.web.conflicts import Unreachable


def _shown(label: str) -> Info:
    return NOT_PERSONAL | {"label": label}


class Decision(OfTenant, Base):
    """It has a number once the minutes are published; votes only if they were counted."""

    __tablename__ = "decisions"
    __table_args__ = (
        Index("decisions_of_gathering", "gathering_id", "at"),
        Index("decisions_numbered", "tenant", "year", "number", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), info=NOT_PERSONAL)
    text: Mapped[str] = mapped_column(default=None, info=_shown("Beschluss"))
    at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    year: Mapped[int | None] = mapped_column(SmallInteger, default=None, info=NOT_PERSONAL)
    number: Mapped[int | None] = mapped_column(default=None, info=NOT_PERSONAL)
    in_favour: Mapped[int | None] = mapped_column(default=None, info=_shown("Dafür"))
    against: Mapped[int | None] = mapped_column(default=None, info=_shown("Dagegen"))
    abstained: Mapped[int | None] = mapped_column(default=None, info=_shown("Enthaltungen"))


class DecisionCount(OfTenant, Base):
    """The last number of a year; its row is locked while others are given."""

    __tablename__ = "decision_counts"

    tenant: Mapped[str] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True, info=NOT_PERSONAL)
    last: Mapped[int] = mapped_column(info=NOT_PERSONAL)


decision_counts = table_of(DecisionCount)
CONSTRAINTS = {
    "decision_counts.tenant, decision_counts.year": Unreachable("what is there is left alone"),
    "decisions.tenant, decisions.year, decisions.number": Unreachable(
        "the count of the year is locked while numbers are given"
    ),
}
