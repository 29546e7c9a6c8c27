"""Whether the office asks for feedback about a gathering, and when people were asked."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Moment
from shared.database.versions import Versioned
from shared.privacy.declared import NOT_PERSONAL


class FeedbackPlan(OfTenant, Versioned, Base):
    """Of a gathering about which the office has decided, or which was asked about.

    Rights are not stored: they are made, announced, and known to those who hold a link.
    """

    __tablename__ = "feedback_plans"

    gathering_id: Mapped[UUID] = mapped_column(
        ForeignKey("gatherings.id"), primary_key=True, info=NOT_PERSONAL
    )
    asked: Mapped[bool] = mapped_column(info=NOT_PERSONAL | {"label": "Rückmeldung erbitten"})
    opened_at: Mapped[datetime | None] = mapped_column(Moment, default=None, info=NOT_PERSONAL)
    closes_on: Mapped[date | None] = mapped_column(default=None, info=NOT_PERSONAL)


feedback_plans = table_of(FeedbackPlan)
