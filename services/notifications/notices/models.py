"""Who is to be told of what; nobody's name, and nothing of what it is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_NOTICE = personal(
    Kind.EMPLOYMENT,
    Kind.TECHNICAL,
    about="person_id",
    purpose="wem in welcher Rolle Bescheid gegeben wurde",
    deletion=Deletion.THIRTY_DAYS,
)


class Notice(OfTenant, Base):
    """``subject_id`` is what it is about, and ``tenant`` whose that is."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("notices_due", "state", "not_before"),
        Index("notices_of_person", "person_id", "kind", "settled_at"),
        {"info": _NOTICE},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    person_id: Mapped[UUID] = mapped_column(info=identifying(_NOTICE))
    subject_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    happened_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    state: Mapped[str] = mapped_column(String(20), default=None)
    not_before: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    failure: Mapped[str | None] = mapped_column(String(20), default=None)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    leased_by: Mapped[UUID | None] = mapped_column(default=None, info=NOT_PERSONAL)


notices = table_of(Notice)
