"""Kinds of qualifications, and the gatherings that count for them."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.contracts.gatherings import GatheringKind
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Hundredths
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL
from shared.web.conflicts import Conflict, Unreachable


class QualificationKind(OfTenant, Versioned, Base):
    """Without ``months`` it never ends; every gathering of ``gathering_kind`` counts for it."""

    __tablename__ = "qualification_kinds"
    __table_args__ = (UniqueConstraint("tenant", "name"), {"info": NOT_PERSONAL})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(default=None, info={"label": "Name"})
    months: Mapped[int | None] = mapped_column(
        SmallInteger, default=None, info={"label": "Gilt Monate"}
    )
    units: Mapped[Decimal] = mapped_column(
        Hundredths, default=None, info={"label": "Einheiten zum Erwerb"}
    )
    prolong_units: Mapped[Decimal] = mapped_column(
        Hundredths, default=None, info={"label": "Einheiten zur Auffrischung"}
    )
    reactivation_months: Mapped[int] = mapped_column(
        SmallInteger, default=0, info={"label": "Auffrischbar nach Ablauf, Monate"}
    )
    gathering_kind: Mapped[GatheringKind | None] = mapped_column(
        Code(GatheringKind), default=None, info={"label": "Immer angerechnet"}
    )


class CountedGathering(OfTenant, Base):
    """One that counts for a qualification, whatever its kind."""

    __tablename__ = "counted_gatherings"
    __table_args__ = (
        Index("counted_gatherings_of_gathering", "gathering_id"),
        {"info": NOT_PERSONAL},
    )

    kind_id: Mapped[UUID] = mapped_column(ForeignKey("qualification_kinds.id"), primary_key=True)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), primary_key=True)


qualification_kinds = table_of(QualificationKind)
counted_gatherings = table_of(CountedGathering)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "qualification_kinds.tenant, qualification_kinds.name": Conflict(
        code="kind-named-twice",
        title="There is one of that name",
        field="name",
        reason="is taken",
    ),
    "counted_gatherings.kind_id, counted_gatherings.gathering_id": Unreachable(
        "the kinds are locked while this is written"
    ),
}
