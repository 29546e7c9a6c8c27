"""Which gatherings are asked about, until when, and rights whose urn is not planned yet.

And what gatherings are called, as trainings says it.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Moment
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL


class Gathering(OfTenant, Base):
    """A copy of the record of trainings."""

    __tablename__ = "gatherings"

    gathering_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Veranstaltung"})
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)


class Feedback(OfTenant, Base):
    """Of one gathering, under its id, which is the urn's survey as well.

    ``rights`` are random and wait for the urn: afterwards they are stored nowhere. ``questions``
    are the office's own, as they were then. Who has not answered is told once, to nobody's record.
    """

    __tablename__ = "feedbacks"
    __table_args__ = (Index("feedbacks_in_order", "tenant", "last_day", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    last_day: Mapped[date] = mapped_column(info=NOT_PERSONAL | {"label": "Zuletzt am"})
    closes_at: Mapped[datetime] = mapped_column(Moment, info=NOT_PERSONAL | {"label": "Ende"})
    invited: Mapped[int] = mapped_column(info=NOT_PERSONAL | {"label": "Gefragt"})
    rights: Mapped[list[str] | None] = mapped_column(
        JSON(none_as_null=True), default=None, info=NOT_PERSONAL
    )
    questions: Mapped[list[Json] | None] = mapped_column(
        JSON(none_as_null=True), default=None, info=NOT_PERSONAL
    )
    reminded_at: Mapped[datetime | None] = mapped_column(Moment, default=None, info=NOT_PERSONAL)


feedbacks = table_of(Feedback)
gatherings = table_of(Gathering)
