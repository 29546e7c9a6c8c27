"""The delivery log: one row per letter, with ids, codes and dates but nobody's name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_LETTER = personal(
    Kind.EMPLOYMENT,
    Kind.TECHNICAL,
    about="worker_id",
    purpose="Versandprotokoll",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_CONTENT = personal(
    Kind.EMPLOYMENT,
    Kind.PARTICIPATION,
    about="worker_id",
    purpose="Inhalt der Nachricht: Kennungen, Codes und Tage",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class Letter(OfTenant, Base):
    """One message to whoever holds a role."""

    __tablename__ = "letters"
    __table_args__ = (
        Index("letters_due", "state", "priority", "not_before"),
        Index("letters_group", "group_id"),
        Index("letters_worker", "worker_id"),
        Index("letters_onboarding", "onboarding_id"),
        Index("letters_employment", "employment_id"),
        {"info": _LETTER},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID]
    worker_id: Mapped[UUID] = mapped_column(info=identifying(_LETTER))
    employment_id: Mapped[UUID] = mapped_column(info=identifying(_LETTER, "employment"))
    onboarding_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(info={"label": "Art"})
    role: Mapped[str] = mapped_column(info={"label": "An"})
    organization_id: Mapped[UUID | None]
    payload: Mapped[Json] = mapped_column(JSON, info=_CONTENT)
    state: Mapped[str] = mapped_column(String(20), default=None, info={"label": "Stand"})
    priority: Mapped[int] = mapped_column(SmallInteger, info=NOT_PERSONAL)
    attempts: Mapped[int] = mapped_column(default=None, info={"label": "Versuche"})
    not_before: Mapped[datetime] = mapped_column(default=None)
    waits_for: Mapped[UUID | None] = mapped_column(default=None)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    leased_by: Mapped[UUID | None] = mapped_column(default=None, info=NOT_PERSONAL)
    correlation_id: Mapped[UUID]
    causation_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None, info={"label": "Versandt"})
    put_back_at: Mapped[datetime | None] = mapped_column(default=None)


letters = table_of(Letter)

_waits = letters.c.waits_for.is_not(None)
Index("letters_waiting", letters.c.waits_for, postgresql_where=_waits, sqlite_where=_waits)
