"""Who was there: marks that are only ever added to."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.attendance.values import Oddity, Presence, Way
from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Hundredths, Moment
from shared.ids import new_id
from shared.privacy.declared import Deletion, Kind, identifying, personal
from shared.web.conflicts import Conflict, Unreachable

_MARK = personal(
    Kind.PARTICIPATION,
    about="registration_id -> registrations(id).person_id",
    purpose="wer an welchem Tag da war: für Bescheinigungen und Nachweise gegenüber Förderern",
    deletion=Deletion.THREE_YEARS_AFTER,
)
_MARKER = personal(
    Kind.PARTICIPATION,
    about="by_id",
    purpose="nachvollziehen, wer jemanden als anwesend eingetragen hat",
    deletion=Deletion.THREE_YEARS_AFTER,
)


class AttendanceMark(OfTenant, Base):
    """``at`` is when somebody was seen, ``noted_at`` when we learnt of it.

    A ``nonce`` is of one press or one scan: what is sent again is nothing.
    """

    __tablename__ = "attendance_marks"
    __table_args__ = (
        UniqueConstraint("date_id", "registration_id", "nonce"),
        Index("attendance_marks_of_registration", "registration_id"),
        {"info": _MARK},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"))
    date_id: Mapped[UUID] = mapped_column(ForeignKey("gathering_dates.id"))
    presence: Mapped[Presence] = mapped_column(Code(Presence), info={"label": "Stand"})
    units: Mapped[Decimal | None] = mapped_column(
        Hundredths, default=None, info={"label": "Einheiten"}
    )
    way: Mapped[Way] = mapped_column(Code(Way), info={"label": "Eingetragen"})
    oddity: Mapped[Oddity] = mapped_column(Code(Oddity), default=Oddity.NONE)
    at: Mapped[datetime] = mapped_column(Moment)
    noted_at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_MARKER))
    reason: Mapped[str] = mapped_column(default="", info={"label": "Grund"})
    nonce: Mapped[str]


attendance_marks = table_of(AttendanceMark)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "attendance_marks.date_id, attendance_marks.registration_id, attendance_marks.nonce": (
        Unreachable("what is sent again is left out while the gathering is locked")
    ),
}
