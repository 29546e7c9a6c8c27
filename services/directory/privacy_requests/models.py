"""Requests about everything that is kept of a person, and what each service has answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from services.directory.privacy_requests.values import PrivacyState
from shared.contracts.privacy import PrivacyKind
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.ids import new_id
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, identifying, personal

_ABOUT = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="wessen Daten zusammengestellt oder gelöscht werden",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_ASKED = personal(
    Kind.PARTICIPATION,
    about="asked_by",
    purpose="Nachweis, wer es verlangt hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_ANNOUNCED = personal(
    Kind.PARTICIPATION,
    about="announced_by",
    purpose="Nachweis, wer es geprüft und veranlasst hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)


_STILL = personal(
    Kind.IDENTITY,
    about=Unlinked("wer es war, bis der letzte Dienst geantwortet hat; dann ist es leer"),
    purpose="Löschmarken für die Stände der Person schreiben, wenn alle Dienste gelöscht haben",
    deletion=Deletion.ACKNOWLEDGED,
)


_REASON = personal(
    Kind.FREE_TEXT,
    about="person_id",
    purpose="Nachweis, warum jemand die Auskunft auf Papier bekam",
    deletion=Deletion.WITH_PERSON,
)


class PrivacyRequest(OfTenant, Base):
    """Once a person is erased, ``person_id`` is nobody's: the request stays as its own proof."""

    __tablename__ = "privacy_requests"
    __table_args__ = (
        Index("privacy_requests_in_order", "tenant", "asked_at", "id"),
        Index("privacy_requests_of_person", "person_id"),
        Index("privacy_requests_by_state", "state", "kind", "announced_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=_ABOUT)
    kind: Mapped[PrivacyKind] = mapped_column(
        Code(PrivacyKind), info=NOT_PERSONAL | {"label": "Was verlangt wird"}
    )
    state: Mapped[PrivacyState] = mapped_column(
        Code(PrivacyState), info=NOT_PERSONAL | {"label": "Stand"}
    )
    person_id: Mapped[UUID] = mapped_column(info=identifying(_ABOUT))
    outside: Mapped[bool] = mapped_column(
        default=False, info=NOT_PERSONAL | {"label": "Von außerhalb"}
    )
    asked_by: Mapped[UUID] = mapped_column(info=identifying(_ASKED))
    asked_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL | {"label": "Verlangt am"})
    still_named: Mapped[list[str]] = mapped_column(JSON, default=None, info=_STILL)
    announced_by: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_ANNOUNCED))
    reason: Mapped[str | None] = mapped_column(
        default=None, info={"label": "Warum auf Papier", **_REASON}
    )
    announced_at: Mapped[datetime | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Veranlasst am"}
    )
    done_at: Mapped[datetime | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Erledigt am"}
    )
    reminded_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)

    @classmethod
    def new(
        cls, tenant: str, kind: PrivacyKind, person_id: UUID, asked_by: UUID, asked_at: datetime
    ) -> "PrivacyRequest":
        """Asked just now, by somebody of the municipality or by the clock."""
        return cls(
            id=new_id(),
            tenant=tenant,
            kind=kind,
            state=PrivacyState.ASKED,
            person_id=person_id,
            asked_by=asked_by,
            asked_at=asked_at,
            still_named=[],
        )


class PrivacyReceipt(OfTenant, Base):
    """What one service did; the newest word of it."""

    __tablename__ = "privacy_receipts"
    __table_args__ = (Index("privacy_receipts_of_request", "request_id"),)

    receipt_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    request_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    service: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    as_of: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    parts: Mapped[list[Json]] = mapped_column(JSON, info=NOT_PERSONAL)


requests = table_of(PrivacyRequest)
receipts = table_of(PrivacyReceipt)
