"""Trainings elsewhere."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.externals.values import ExternalState
from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Hundredths
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import Deletion, Kind, identifying, personal

_RECORDED = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="Fortbildungen anderer Anbieter auf Qualifikationen anrechnen",
    deletion=Deletion.WITH_PERSON,
)
_DECIDER = personal(
    Kind.PARTICIPATION,
    about="decided_by",
    purpose="nachvollziehen, wer den Nachweis gesehen hat",
    deletion=Deletion.WITH_PERSON,
)


class ExternalTraining(OfTenant, Versioned, Base):
    """``proof`` says what there is to be seen; ``note`` how it was seen, or why it does not count.

    Files are not kept here.
    """

    __tablename__ = "external_trainings"
    __table_args__ = (
        Index("external_trainings_in_state", "tenant", "state", "day", "id"),
        Index("external_trainings_of_person", "tenant", "person_id"),
        {"info": _RECORDED},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(info=identifying(_RECORDED))
    kind_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("qualification_kinds.id"), default=None, info={"label": "Zählt für"}
    )
    title: Mapped[str] = mapped_column(info={"label": "Fortbildung"})
    provider: Mapped[str] = mapped_column(info={"label": "Anbieter"})
    day: Mapped[date] = mapped_column(info={"label": "Letzter Tag"})
    units: Mapped[Decimal] = mapped_column(Hundredths, info={"label": "Unterrichtseinheiten"})
    proof: Mapped[str] = mapped_column(info={"label": "Nachweis"})
    state: Mapped[ExternalState] = mapped_column(
        Code(ExternalState), default=ExternalState.SUBMITTED, info={"label": "Stand"}
    )
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_DECIDER))
    note: Mapped[str] = mapped_column(default="", info={"label": "Dazu"})


external_trainings = table_of(ExternalTraining)
