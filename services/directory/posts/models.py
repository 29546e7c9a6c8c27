"""Planned posts."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from services.directory.posts.values import Planned
from services.directory.values import day_after
from shared.clock import A_DAY
from shared.database.tables import OfTenant
from shared.database.types import Hundredths
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL


class Post(OfTenant, Versioned, Base):
    """So much of a full post at a school, with a carrier.

    Half-open: the day ``valid_to`` is the first on which it is over. ``vacant_since`` is what was
    announced last.
    """

    __tablename__ = "posts"
    __table_args__ = (Index("posts_in_order", "tenant", "valid_from", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    school_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id"), index=True, info=NOT_PERSONAL | {"label": "Schule"}
    )
    carrier_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id"), info=NOT_PERSONAL | {"label": "Anstellungsträger"}
    )
    fte: Mapped[Decimal] = mapped_column(Hundredths, info=NOT_PERSONAL | {"label": "Stellenanteil"})
    valid_from: Mapped[date] = mapped_column(info=NOT_PERSONAL | {"label": "Ab"})
    valid_to: Mapped[date | None] = mapped_column(default=None, info=NOT_PERSONAL)
    vacant_since: Mapped[date | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Unbesetzt seit"}
    )

    @property
    def last_day(self) -> date | None:
        return self.valid_to and self.valid_to - A_DAY

    @last_day.setter
    def last_day(self, day: date | None) -> None:
        self.valid_to = day and day_after(day)

    @property
    def planned(self) -> Planned:
        return Planned(self.id, self.fte, self.valid_from, self.valid_to)
