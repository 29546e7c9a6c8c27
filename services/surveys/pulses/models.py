"""The table of plans."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, identifying, personal

_PLAN = personal(
    Kind.EMPLOYMENT,
    about="worker_id",
    purpose="zur Kurzbefragung einladen",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_END = personal(
    Kind.EMPLOYMENT,
    about="employment_id",
    purpose="niemanden nach dem letzten Tag einladen",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class Pulse(OfTenant, Base):
    """Who is to be asked when, and to whose story that belongs."""

    __tablename__ = "pulses"
    __table_args__ = (
        UniqueConstraint("onboarding_id", "occasion", name="pulses_once_per_onboarding"),
        Index("pulses_due", "state", "due_on"),
        Index("pulses_of_employment", "employment_id"),
        {"info": _PLAN},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    onboarding_id: Mapped[UUID]
    worker_id: Mapped[UUID] = mapped_column(info=identifying(_PLAN))
    employment_id: Mapped[UUID] = mapped_column(info=identifying(_PLAN, "employment"))
    occasion: Mapped[str] = mapped_column(String(20), info={"label": "Anlass"})
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    correlation_id: Mapped[UUID]
    causation_id: Mapped[UUID | None]


class End(OfTenant, Base):
    """The last day of an employment as it was announced last, and to whose story that belongs.

    A pulse is not changed by it: on its day it is judged by what stands here.
    """

    __tablename__ = "ends"
    __table_args__ = ({"info": _END},)

    employment_id: Mapped[UUID] = mapped_column(
        primary_key=True, info=identifying(_END, "employment")
    )
    last_day: Mapped[date]
    correlation_id: Mapped[UUID]
    causation_id: Mapped[UUID | None]


pulses = table_of(Pulse)
ends = table_of(End)
