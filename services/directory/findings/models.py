"""What was found, and what somebody said about it."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.findings.values import Standing
from services.directory.models import Base
from shared.contracts.funding import FundingRule
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Hundredths
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_FOUND = personal(
    Kind.EMPLOYMENT,
    about="worker_id",
    purpose="Einsätze zeigen, die von der Förderrichtlinie abweichen",
    deletion=Deletion.WITH_PERSON,
)
_NOTE = personal(
    Kind.FREE_TEXT,
    about="worker_id",
    purpose="warum eine Abweichung hingenommen wird",
    deletion=Deletion.WITH_PERSON,
)
_ACCEPTED = personal(
    Kind.TECHNICAL,
    about="accepted_by",
    purpose="Nachweis, wer eine Abweichung hingenommen hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class FundingFinding(OfTenant, Base):
    """A rule that a worker's placements do not keep, or the office's without one.

    It is open until it is accepted with a note, and settled once it is found no longer.
    """

    __tablename__ = "findings"
    __table_args__ = (Index("findings_in_order", "tenant", "since"), {"info": _FOUND})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    rule: Mapped[FundingRule] = mapped_column(
        Code(FundingRule), info=NOT_PERSONAL | {"label": "Regel"}
    )
    worker_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("people.id"), index=True, info=identifying(_FOUND)
    )
    since: Mapped[date] = mapped_column(info={"label": "Seit"})
    until: Mapped[date | None] = mapped_column(info={"label": "Bis"})
    hours: Mapped[Decimal] = mapped_column(Hundredths, info={"label": "Wochenstunden"})
    schools: Mapped[int] = mapped_column(info={"label": "Schulen"})
    found_at: Mapped[datetime] = mapped_column(info={"label": "Gefunden"})
    settled_at: Mapped[datetime | None] = mapped_column(default=None, info={"label": "Erledigt"})
    accepted_at: Mapped[datetime | None] = mapped_column(
        default=None, info={"label": "Hingenommen"}
    )
    accepted_by: Mapped[str] = mapped_column(default="", info=identifying(_ACCEPTED))
    note: Mapped[str] = mapped_column(default="", info=_NOTE | {"label": "Notiz"})

    @property
    def standing(self) -> Standing:
        if self.settled_at is not None:
            return Standing.SETTLED
        return Standing.OPEN if self.accepted_at is None else Standing.ACCEPTED


class FundingReview(OfTenant, Base):
    """Up to when what a municipality's carriers had posted has been looked at, and on which day."""

    __tablename__ = "funding_reviews"

    tenant: Mapped[str] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    reviewed_on: Mapped[date] = mapped_column(info=NOT_PERSONAL)
    reviewed_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)


findings = table_of(FundingFinding)
reviews = table_of(FundingReview)
