"""By what people are found again, and who may be the same."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.duplicates.values import Standing
from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_KEY = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="doppelt angelegte Personen finden, ohne alle mit allen zu vergleichen",
    deletion=Deletion.WITH_PERSON,
)
_FOUND = personal(
    Kind.IDENTITY,
    about="first_id",
    purpose="der Koordinierungsstelle zeigen, wer vielleicht doppelt angelegt ist",
    deletion=Deletion.WITH_PERSON,
)
_SECOND = personal(
    Kind.IDENTITY,
    about="second_id",
    purpose="der Koordinierungsstelle zeigen, wer vielleicht doppelt angelegt ist",
    deletion=Deletion.WITH_PERSON,
)
_JUDGED = personal(
    Kind.TECHNICAL,
    about="judged_by",
    purpose="Nachweis, wer zwei Personen für verschieden erklärt hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class MatchKey(OfTenant, Base):
    """What somebody has in common with whomever they may be, too."""

    __tablename__ = "match_keys"
    __table_args__ = (Index("match_keys_alike", "tenant", "key"), {"info": _KEY})

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, info=identifying(_KEY)
    )
    key: Mapped[str] = mapped_column(primary_key=True)


class Duplicate(OfTenant, Base):
    """Two people who may be the same, the smaller id first; once judged it is remembered."""

    __tablename__ = "duplicates"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        Index("duplicates_in_order", "tenant", "score", "id"),
        {"info": _FOUND},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    first_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=identifying(_FOUND)
    )
    second_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, info=identifying(_SECOND)
    )
    score: Mapped[int] = mapped_column(info={"label": "Übereinstimmung"})
    reasons: Mapped[list[str]] = mapped_column(JSON, info={"label": "Was dafür spricht"})
    standing: Mapped[Standing] = mapped_column(Code(Standing), info={"label": "Stand"})
    found_at: Mapped[datetime] = mapped_column(info={"label": "Gefunden"})
    judged_at: Mapped[datetime | None] = mapped_column(default=None, info={"label": "Entschieden"})
    judged_by: Mapped[str] = mapped_column(default="", info=identifying(_JUDGED))


match_keys = table_of(MatchKey)
duplicates = table_of(Duplicate)
