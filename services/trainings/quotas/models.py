"""How many seats single carriers have."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL
from shared.web.conflicts import Conflict


class SeatQuota(OfTenant, Versioned, Base):
    """At most so many seats go to people of a carrier; after its last day it holds nobody back.

    ``ended`` once those whom it kept waiting have moved up.
    """

    __tablename__ = "seat_quotas"
    __table_args__ = (UniqueConstraint("gathering_id", "carrier_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), info=NOT_PERSONAL)
    carrier_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL | {"label": "Träger"})
    size: Mapped[int] = mapped_column(SmallInteger, info=NOT_PERSONAL | {"label": "Plätze"})
    until: Mapped[date | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Gilt bis"}
    )
    ended: Mapped[bool] = mapped_column(default=False, info=NOT_PERSONAL)


quotas = table_of(SeatQuota)
_runs = ~quotas.c.ended & quotas.c.until.is_not(None)
Index("seat_quotas_to_end", quotas.c.until, postgresql_where=_runs, sqlite_where=_runs)
CONSTRAINTS: Mapping[str, Conflict] = {
    "seat_quotas.gathering_id, seat_quotas.carrier_id": Conflict(
        code="quota-known",
        title="There is a quota for this carrier already",
        field="carrier_id",
        reason="has a quota already",
    ),
}
