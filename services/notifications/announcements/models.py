"""Announcements, the editions of their text, and to whom they went; groups to send them to."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.announcements.values import State
from services.notifications.models import Base
from shared.contracts.notifications import AnnouncedTo
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import (
    NOT_PERSONAL,
    Deletion,
    Info,
    Kind,
    Unlinked,
    identifying,
    personal,
)
from shared.web.conflicts import Conflict, Unreachable

_AUTHOR = personal(
    Kind.PARTICIPATION,
    about="author_id",
    purpose="wer die Rundmitteilung veröffentlicht hat; bekommt selbst keine",
    deletion=Deletion.WITH_ANNOUNCEMENT,
)
_TEXT = personal(
    Kind.FREE_TEXT,
    about=Unlinked("Die Koordinierungsstelle schreibt an viele und soll niemanden nennen."),
    purpose="Rundmitteilung an eine Gruppe",
    deletion=Deletion.WITH_ANNOUNCEMENT,
)
_RECIPIENT = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="wem etwas mitgeteilt wurde, und wo darum gebeten war: ob bestätigt",
    deletion=Deletion.WITH_ANNOUNCEMENT,
)


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class Announcement(OfTenant, Versioned, Base):
    """Subject and text as the office writes them; ``edition`` is 0 until some were published."""

    __tablename__ = "announcements"
    __table_args__ = (Index("announcements_of_tenant", "tenant", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    author_id: Mapped[UUID | None] = mapped_column(info=identifying(_AUTHOR))
    subject: Mapped[str] = mapped_column(default="", info=_TEXT | {"label": "Betreff"})
    text: Mapped[str] = mapped_column(default="", info=_TEXT | {"label": "Text"})
    audience: Mapped[AnnouncedTo] = mapped_column(
        Code(AnnouncedTo), default=AnnouncedTo.GROUP, info=_shown("An")
    )
    group_id: Mapped[UUID | None] = mapped_column(default=None, info=_shown("Gruppe"))
    group_name: Mapped[str] = mapped_column(default="", info=NOT_PERSONAL)
    to_confirm: Mapped[bool] = mapped_column(default=False, info=_shown("Bestätigung"))
    remind_after: Mapped[int | None] = mapped_column(
        SmallInteger, default=None, info=_shown("Erinnern nach Tagen")
    )
    takes_joiners: Mapped[bool] = mapped_column(default=False, info=_shown("Auch später"))
    edition: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    published_at: Mapped[datetime | None] = mapped_column(
        default=None, info=_shown("Veröffentlicht")
    )
    ended_at: Mapped[datetime | None] = mapped_column(default=None, info=_shown("Beendet"))

    @property
    def to(self) -> str:
        """A kind of people, or a group by its id."""
        return str(self.group_id or self.audience)

    @to.setter
    def to(self, wanted: str) -> None:
        known = wanted in {each.value for each in AnnouncedTo}
        self.audience = AnnouncedTo(wanted) if known else AnnouncedTo.GROUP
        self.group_id = None if known else UUID(wanted)

    @property
    def state(self) -> State:
        """As lists say it."""
        if self.edition == 0:
            return State.DRAFT
        return State.ENDED if self.ended_at else State.OPEN


class Edition(OfTenant, Base):
    """A text as it was published. Its id is the fact of which people are told."""

    __tablename__ = "announcement_editions"
    __table_args__ = (UniqueConstraint("announcement_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    announcement_id: Mapped[UUID] = mapped_column(
        ForeignKey("announcements.id", ondelete="CASCADE"), info=NOT_PERSONAL
    )
    number: Mapped[int] = mapped_column(info=_shown("Fassung"))
    subject: Mapped[str] = mapped_column(info=_TEXT | {"label": "Betreff"})
    text: Mapped[str] = mapped_column(info=_TEXT | {"label": "Text"})
    published_at: Mapped[datetime] = mapped_column(info=_shown("Veröffentlicht"))
    correlation_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    causation_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)


class Recipient(OfTenant, Base):
    """Somebody it was for when it was published, or who has joined since.

    ``owed_edition`` is the one they were last owed, ``remind_at`` when they are reminded next.
    """

    __tablename__ = "announcement_recipients"
    __table_args__ = (
        UniqueConstraint("announcement_id", "person_id"),
        Index("announcement_recipients_owed", "announcement_id", "owed_edition"),
        Index("announcement_recipients_person", "person_id"),
        Index("announcement_recipients_remind", "remind_at"),
        {"info": _RECIPIENT},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    announcement_id: Mapped[UUID] = mapped_column(
        ForeignKey("announcements.id", ondelete="CASCADE")
    )
    person_id: Mapped[UUID] = mapped_column(info=identifying(_RECIPIENT))
    owed_edition: Mapped[int] = mapped_column(default=None)
    reminders: Mapped[int] = mapped_column(SmallInteger, default=None)
    remind_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_edition: Mapped[int] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)


class Group(OfTenant, Base):
    """A copy of the directory's record."""

    __tablename__ = "groups"

    group_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(String(120), info=_shown("Name"))


announcements = table_of(Announcement)
editions = table_of(Edition)
recipients = table_of(Recipient)
groups = table_of(Group)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "announcement_editions.announcement_id, announcement_editions.number": Unreachable(
        "the announcement's version is checked before"
    ),
    "announcement_recipients.announcement_id, announcement_recipients.person_id": Unreachable(
        "who is one already is not inserted"
    ),
}
