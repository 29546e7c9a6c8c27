"""How many seats single carriers and school types have."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.contracts.directory import SchoolType
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL
from shared.web.conflicts import Conflict


class SeatQuota(OfTenant, Versioned, Base):
    """At most ``size`` seats are for people of a carrier or school type, ``reserved`` only theirs.

    After its last day it holds nobody back; ``ended`` once those whom it kept waiting moved up.
    """

    __tablename__ = "seat_quotas"
    __table_args__ = (
        UniqueConstraint("gathering_id", "carrier_id"),
        UniqueConstraint("gathering_id", "school_type"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), info=NOT_PERSONAL)
    carrier_id: Mapped[UUID | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Träger"}
    )
    school_type: Mapped[SchoolType | None] = mapped_column(
        Code(SchoolType), default=None, info=NOT_PERSONAL | {"label": "Schulform"}
    )
    size: Mapped[int | None] = mapped_column(
        SmallInteger, default=None, info=NOT_PERSONAL | {"label": "Höchstens"}
    )
    reserved: Mapped[int | None] = mapped_column(
        SmallInteger, default=None, info=NOT_PERSONAL | {"label": "Mindestens"}
    )
    until: Mapped[date | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Gilt bis"}
    )
    ended: Mapped[bool] = mapped_column(default=False, info=NOT_PERSONAL)


quotas = table_of(SeatQuota)
_runs = ~quotas.c.ended & quotas.c.until.is_not(None)
Index("seat_quotas_to_end", quotas.c.until, postgresql_where=_runs, sqlite_where=_runs)
_KNOWN = Conflict(
    code="quota-known",
    title="There is such a quota already",
    field="whom",
    reason="has a quota already",
)
CONSTRAINTS: Mapping[str, Conflict] = {
    "seat_quotas.gathering_id, seat_quotas.carrier_id": _KNOWN,
    "seat_quotas.gathering_id, seat_quotas.school_type": _KNOWN,
}
