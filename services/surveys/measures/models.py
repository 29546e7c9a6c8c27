"""Measures."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.measures.values import MeasureState, OriginKind
from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code, Moment
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, identifying, personal

_OWNED = personal(
    Kind.PARTICIPATION,
    about="owner_id",
    purpose="wer eine Maßnahme übernommen hat, bis wann, und was daraus wurde",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_SAID = personal(
    Kind.PARTICIPATION,
    Kind.FREE_TEXT,
    about="owner_id",
    purpose="was die zuständige Person zuletzt zu einer Maßnahme gesagt hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_OUTSIDE = personal(
    Kind.IDENTITY,
    Kind.CONTACT,
    about="owner_id",
    purpose="wer eine Maßnahme übernimmt und in keinem Verzeichnis steht",
    deletion=Deletion.NINETY_DAYS,
)


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class Measure(OfTenant, Versioned, Base):
    """``origin_title`` is what it followed from was called then.

    ``assignment_id`` is another one for each owner: links name it. ``told_before`` and
    ``told_after`` are the day of which the owner was reminded last. ``asked_until`` is the day that
    its owner asks for.
    """

    __tablename__ = "measures"
    __table_args__ = (
        Index("measures_of_origin", "tenant", "origin_id"),
        Index("measures_by_day", "tenant", "state", "due_on", "id"),
        Index("measures_of_owner", "tenant", "owner_id", "state"),
        Index("measures_assigned", "assignment_id"),
        Index("measures_due", "state", "due_on"),
        {"info": _OWNED},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    origin_kind: Mapped[OriginKind] = mapped_column(
        Code(OriginKind), default=None, info=_shown("Folgt aus")
    )
    origin_id: Mapped[UUID] = mapped_column(default=None, info=NOT_PERSONAL)
    origin_title: Mapped[str] = mapped_column(Text, default=None, info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(Text, default=None, info=_OWNED | {"label": "Was"})
    reason: Mapped[str] = mapped_column(Text, default="", info=_OWNED | {"label": "Warum"})
    owner_id: Mapped[UUID] = mapped_column(default=None, info=identifying(_OWNED))
    outside_name: Mapped[str] = mapped_column(
        Text, default="", info=_OUTSIDE | {"label": "Name von außerhalb"}
    )
    outside_address: Mapped[str] = mapped_column(
        Text, default="", info=_OUTSIDE | {"label": "Mail-Adresse"}
    )
    assignment_id: Mapped[UUID] = mapped_column(default=None, info=NOT_PERSONAL)
    due_on: Mapped[date] = mapped_column(default=None, info=_OWNED | {"label": "Bis"})
    state: Mapped[MeasureState] = mapped_column(
        Code(MeasureState), default=MeasureState.OPEN, info=_OWNED | {"label": "Stand"}
    )
    settled_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    asked_until: Mapped[date | None] = mapped_column(
        default=None, info=_OWNED | {"label": "Erbeten bis"}
    )
    note: Mapped[str] = mapped_column(Text, default="", info=_SAID | {"label": "Zuletzt gesagt"})
    told_before: Mapped[date | None] = mapped_column(default=None)
    told_after: Mapped[date | None] = mapped_column(default=None)


measures = table_of(Measure)
