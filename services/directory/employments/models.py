"""Periods of employment."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, identifying, personal
from shared.privacy.starts import counted_from
from shared.web.conflicts import Conflict

_EMPLOYMENT = personal(
    Kind.EMPLOYMENT,
    about="worker_id",
    purpose="wer von wann bis wann bei welchem Träger arbeitet",
    deletion=Deletion.DEPARTED,
)
_NUMBER = personal(
    Kind.IDENTITY,
    about="worker_id",
    purpose="Personalnummer, unter der der Träger seine Fachkraft kennt",
    deletion=Deletion.WITH_PERSON,
)
_DIGEST = personal(
    Kind.TECHNICAL,
    about="worker_id",
    purpose="dieselbe Meldung wiedererkennen, nur mit Schlüssel lesbar",
    deletion=Deletion.WITH_PERSON,
)


class Employment(OfTenant, Base):
    """``ordinal`` counts the employments under one number of a carrier, from 1.

    ``last_day`` is that of the latest departure. Of two hires at the same moment the constraint
    lets one through.
    """

    __tablename__ = "employments"
    __table_args__ = (
        UniqueConstraint("carrier_id", "external_id", "ordinal"),
        Index("employments_of_tenant", "tenant"),
        Index("employments_by_last_day", "last_day"),
        {"info": counted_from(_EMPLOYMENT, "last_day")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_EMPLOYMENT, "employment"))
    worker_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id"), index=True, info=identifying(_EMPLOYMENT)
    )
    carrier_id: Mapped[UUID] = mapped_column(info={"label": "Träger"})
    external_id: Mapped[str] = mapped_column(info=_NUMBER | {"label": "Personalnummer"})
    ordinal: Mapped[int]
    digest: Mapped[str] = mapped_column(info=_DIGEST)
    correlation_id: Mapped[UUID]
    start_date: Mapped[date] = mapped_column(info={"label": "Beginn"})
    fixed_term_until: Mapped[date | None] = mapped_column(info={"label": "Befristet bis"})
    funding: Mapped[str] = mapped_column(info={"label": "Finanzierung"})
    recorded_at: Mapped[datetime] = mapped_column(default=None, info={"label": "Eingegangen"})
    last_day: Mapped[date | None] = mapped_column(default=None, info={"label": "Letzter Tag"})
    cancelled_at: Mapped[datetime | None] = mapped_column(
        default=None, info={"label": "Zurückgenommen"}
    )


employments = table_of(Employment)

CONSTRAINTS = {
    "employments.carrier_id, employments.external_id, employments.ordinal": Conflict(
        code="external-id-taken",
        title="This worker is known already",
        field="external_id",
        reason="names a worker that has been posted before",
    ),
}
