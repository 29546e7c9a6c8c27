"""Who has a feed of their own, and what the office shows to everybody."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal
from shared.web.conflicts import Conflict, Unreachable

_FEED = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="die eigenen Termine im eigenen Kalenderprogramm zeigen",
    deletion=Deletion.WITH_PERSON,
)


class CalendarFeed(OfTenant, Base):
    """A person's address of their own dates; of its secret only the digest is known."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (UniqueConstraint("tenant", "person_id"), {"info": _FEED})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(index=True, info=identifying(_FEED))
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_at: Mapped[datetime]


class PublicGathering(OfTenant, Base):
    """One that stands in the municipality's public calendar."""

    __tablename__ = "public_gatherings"

    gathering_id: Mapped[UUID] = mapped_column(
        ForeignKey("gatherings.id"), primary_key=True, info=NOT_PERSONAL
    )


feeds = table_of(CalendarFeed)
public_gatherings = table_of(PublicGathering)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "calendar_feeds.digest": Unreachable("a secret is random"),
    "calendar_feeds.tenant, calendar_feeds.person_id": Conflict(
        code="feed-renewed",
        title="It was renewed by another request at the same time",
        field="person_id",
        reason="has a newer address",
    ),
}
