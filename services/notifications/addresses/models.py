"""How an address fared lately."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import table_of
from shared.mail import LONGEST_ADDRESS
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal
from shared.privacy.starts import counted_from

_HEALTH = personal(
    Kind.CONTACT,
    Kind.TECHNICAL,
    about="address -> people(email).person_id",
    purpose="an tote Adressen nichts mehr schicken",
    deletion=Deletion.NINETY_DAYS_ALWAYS,
)
_WHY = personal(
    Kind.FREE_TEXT,
    about="address -> people(email).person_id",
    purpose="warum eine Adresse wieder versucht wird",
    deletion=Deletion.NINETY_DAYS_ALWAYS,
)
_BY = personal(
    Kind.IDENTITY,
    about="lifted_by",
    purpose="wer eine Adresse wieder versuchen ließ",
    deletion=Deletion.NINETY_DAYS_ALWAYS,
)


class AddressHealth(Base):
    """By the address in small letters, so that a mended one starts afresh.

    ``hard`` counts until ``window_until``. ``code_at`` is when a code last went there all the same.
    """

    __tablename__ = "address_health"
    __table_args__ = (
        Index("address_health_age", "changed_at"),
        {"info": counted_from(_HEALTH, "changed_at")},
    )

    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), primary_key=True)
    hard: Mapped[int] = mapped_column(default=None, info=NOT_PERSONAL)
    soft: Mapped[int] = mapped_column(default=None, info=NOT_PERSONAL)
    window_until: Mapped[datetime] = mapped_column(default=None)
    suppressed_at: Mapped[datetime | None] = mapped_column(default=None, info={"label": "Seit"})
    reply: Mapped[str] = mapped_column(String(20), default=None, info={"label": "Grund"})
    code_at: Mapped[datetime | None] = mapped_column(default=None)
    changed_at: Mapped[datetime] = mapped_column(default=None)
    lifted_at: Mapped[datetime | None] = mapped_column(default=None)
    lifted_by: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_BY))
    lifted_because: Mapped[str] = mapped_column(Text, default=None, info=_WHY)


health = table_of(AddressHealth)
