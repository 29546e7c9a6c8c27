"""Minutes with their revisions, drafts, and corrections."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import (
    NOT_PERSONAL,
    Deletion,
    Kind,
    Unlinked,
    identifying,
    personal,
)
from shared.web.conflicts import Unreachable

_AUTHOR = personal(
    Kind.PARTICIPATION,
    about="author_id",
    purpose="wer am Protokoll geschrieben hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_TEXT = personal(
    Kind.FREE_TEXT,
    about=Unlinked("Ein Protokoll hält Ergebnisse fest und kann nennen, wer etwas gesagt hat."),
    purpose="Ergebnisse eines Treffens nachlesen",
    deletion=Deletion.WITHOUT_LIMIT,
)
_PRESENT = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="wer bei einem Treffen dabei war, steht im Protokoll",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class Minutes(OfTenant, Versioned, Base):
    """``revision`` is the newest; title, time and place are kept as they were when published."""

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("gathering_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), info=NOT_PERSONAL)
    revision: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    settled_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    published_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(default="", info=NOT_PERSONAL)
    held_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    place: Mapped[str] = mapped_column(default="", info=NOT_PERSONAL)


class MinutesRevision(OfTenant, Base):
    """What somebody saved; ``base`` is the revision they began with."""

    __tablename__ = "minutes_revisions"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), info=NOT_PERSONAL)
    number: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    base: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    restored: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    author_id: Mapped[UUID] = mapped_column(info=identifying(_AUTHOR))
    at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    text: Mapped[str] = mapped_column(info=_TEXT | {"label": "Text"})


class MinutesDraft(OfTenant, Base):
    """What somebody has written and not saved yet."""

    __tablename__ = "minutes_drafts"

    gathering_id: Mapped[UUID] = mapped_column(
        ForeignKey("gatherings.id"), primary_key=True, info=NOT_PERSONAL
    )
    author_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_AUTHOR))
    base: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    text: Mapped[str] = mapped_column(info=_TEXT)


class MinutesPresence(OfTenant, Base):
    """Who was there, as published."""

    __tablename__ = "minutes_presences"
    __table_args__ = (Index("minutes_presences_of_person", "tenant", "person_id"),)

    minutes_id: Mapped[UUID] = mapped_column(
        ForeignKey("minutes.id"), primary_key=True, info=NOT_PERSONAL
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_PRESENT))


class MinutesCorrection(OfTenant, Base):
    """What is added to published minutes, and why."""

    __tablename__ = "minutes_corrections"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), info=NOT_PERSONAL)
    number: Mapped[int] = mapped_column(SmallInteger, info=NOT_PERSONAL)
    author_id: Mapped[UUID] = mapped_column(info=identifying(_AUTHOR))
    at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    text: Mapped[str] = mapped_column(info=_TEXT)
    reason: Mapped[str] = mapped_column(info=_TEXT)


minutes = table_of(Minutes)
drafts = table_of(MinutesDraft)
presences = table_of(MinutesPresence)
_HELD = Unreachable("the gathering is locked while somebody writes on its minutes")
CONSTRAINTS = {
    "minutes.gathering_id": _HELD,
    "minutes_revisions.minutes_id, minutes_revisions.number": _HELD,
    "minutes_drafts.gathering_id, minutes_drafts.author_id": _HELD,
    "minutes_presences.minutes_id, minutes_presences.person_id": _HELD,
    "minutes_corrections.minutes_id, minutes_corrections.number": _HELD,
}
