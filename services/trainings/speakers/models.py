"""Elected speakers."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_SPEAKER = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="wer für einen Arbeitskreis spricht, von wann bis wann, und wer das beschlossen hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class Speaker(OfTenant, Base):
    """Elected at ``gathering_id``, for its whole series; ``series_id`` is that one's."""

    __tablename__ = "speakers"
    __table_args__ = (
        Index("speakers_of_gathering", "gathering_id"),
        Index("speakers_of_series", "tenant", "series_id"),
        {"info": _SPEAKER},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"))
    series_id: Mapped[UUID | None] = mapped_column(default=None, info=NOT_PERSONAL)
    person_id: Mapped[UUID] = mapped_column(default=None, info=identifying(_SPEAKER))
    since: Mapped[date] = mapped_column(default=None, info=_SPEAKER | {"label": "Ab"})
    until: Mapped[date] = mapped_column(default=None, info=_SPEAKER | {"label": "Bis"})
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"), default=None)
