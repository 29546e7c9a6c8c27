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
from shared.privacy.declared import NOT_PERSONAL, Info
from shared.web.conflicts import Conflict, Unreachable


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class QualificationKind(OfTenant, Versioned, Base):
    """Without ``months`` it never ends; every gathering of ``gathering_kind`` counts for it."""

    __tablename__ = "qualification_kinds"
    __table_args__ = (UniqueConstraint("tenant", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(default=None, info=_shown("Name"))
    months: Mapped[int | None] = mapped_column(
        SmallInteger, default=None, info=_shown("Gilt Monate")
    )
    units: Mapped[Decimal] = mapped_column(
        Hundredths, default=None, info=_shown("Einheiten zum Erwerb")
    )
    prolong_units: Mapped[Decimal] = mapped_column(
        Hundredths, default=None, info=_shown("Einheiten zur Auffrischung")
    )
    reactivation_months: Mapped[int] = mapped_column(
        SmallInteger, default=0, info=_shown("Auffrischbar nach Ablauf, Monate")
    )
    asked: Mapped[bool] = mapped_column(default=False, info=_shown("Alle Fachkräfte brauchen sie"))
    gathering_kind: Mapped[GatheringKind | None] = mapped_column(
        Code(GatheringKind), default=None, info=_shown("Immer angerechnet")
    )


class CountedGathering(OfTenant, Base):
    """One that counts for a qualification, whatever its kind."""

    __tablename__ = "counted_gatherings"
    __table_args__ = (Index("counted_gatherings_of_gathering", "gathering_id"),)

    kind_id: Mapped[UUID] = mapped_column(
        ForeignKey("qualification_kinds.id"), primary_key=True, info=NOT_PERSONAL
    )
    gathering_id: Mapped[UUID] = mapped_column(
        ForeignKey("gatherings.id"), primary_key=True, info=NOT_PERSONAL
    )


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
