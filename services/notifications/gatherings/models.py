"""Copies of gatherings and registrations, what calendars were told, and who was reminded."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.contracts.gatherings import Approval, GatheringKind, GatheringState, Place
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_SEAT = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="vor dem Senden prüfen, ob eine Nachricht über eine Anmeldung noch stimmt",
    deletion=Deletion.WITH_PERSON,
)
_ENTRY = personal(
    Kind.PARTICIPATION,
    about="registration_id -> registrations(registration_id).person_id",
    purpose="Kalendereinträge ändern und absagen können, die verschickt wurden",
    deletion=Deletion.WITH_PERSON,
)


class Gathering(OfTenant, Base):
    """A copy of the record of the trainings; the days are those of dates that take place."""

    __tablename__ = "gatherings"
    __table_args__ = (Index("gatherings_to_come", "last_day", "first_day"),)

    gathering_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    as_of: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    kind: Mapped[GatheringKind] = mapped_column(Code(GatheringKind), info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    state: Mapped[GatheringState] = mapped_column(Code(GatheringState), info=NOT_PERSONAL)
    dates: Mapped[list[Json]] = mapped_column(JSON, info=NOT_PERSONAL)
    move_up_until: Mapped[date | None] = mapped_column(info=NOT_PERSONAL)
    first_day: Mapped[date | None] = mapped_column(info=NOT_PERSONAL)
    last_day: Mapped[date | None] = mapped_column(info=NOT_PERSONAL)


class Registration(OfTenant, Base):
    """A copy of the record of the trainings."""

    __tablename__ = "registrations"
    __table_args__ = (
        Index("registrations_of_gathering", "gathering_id", "place"),
        Index("registrations_of_person", "person_id", "gathering_id"),
        {"info": _SEAT},
    )

    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    as_of: Mapped[datetime]
    gathering_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(info=identifying(_SEAT))
    place: Mapped[Place] = mapped_column(Code(Place))
    approval: Mapped[Approval] = mapped_column(Code(Approval))
    answer_until: Mapped[datetime | None]
    sequence: Mapped[int]
    apologised: Mapped[bool] = mapped_column(default=False)


class CalendarEntry(OfTenant, Base):
    """What the calendar of somebody was told last of a date; a cancellation repeats it."""

    __tablename__ = "calendar_entries"
    __table_args__ = (Index("calendar_entries_of_date", "date_id"), {"info": _ENTRY})

    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    date_id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    cancelled: Mapped[bool]
    day: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    place: Mapped[str]
    sent_at: Mapped[datetime]
    declined_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it said that it does not come to this; asked once for each change."""


class Reminded(OfTenant, Base):
    """Everybody with a seat was reminded of a date, as it was on ``day``, so long before."""

    __tablename__ = "gathering_reminders"

    date_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    lead: Mapped[str] = mapped_column(String(10), primary_key=True, info=NOT_PERSONAL)
    day: Mapped[date] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    people: Mapped[int] = mapped_column(SmallInteger, info=NOT_PERSONAL)


gatherings = table_of(Gathering)
registrations = table_of(Registration)
calendar_entries = table_of(CalendarEntry)
reminded = table_of(Reminded)
