"""What was merged, what it did, and whether it was taken back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.ids import new_id
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_MERGED = personal(
    Kind.IDENTITY,
    Kind.CONTACT,
    Kind.FREE_TEXT,
    about="survivor_id",
    purpose="eine Zusammenführung zurücknehmen können, und wissen, wer sie veranlasst hat",
    deletion=Deletion.WITH_PERSON,
)
_OTHER = personal(
    Kind.IDENTITY,
    about="merged_id",
    purpose="unter der alten Kennung weiter gefunden werden",
    deletion=Deletion.WITH_PERSON,
)
_BY = personal(
    Kind.TECHNICAL,
    about="merged_by",
    purpose="Nachweis, wer zwei Personen zusammengeführt hat",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class Merge(OfTenant, Base):
    """``moved`` are the rows that went over, each as it was then; ``snapshot`` what it replaced."""

    __tablename__ = "merges"
    __table_args__ = (Index("merges_in_order", "tenant", "merged_at", "id"), {"info": _MERGED})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    survivor_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, info=identifying(_MERGED)
    )
    merged_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=identifying(_OTHER)
    )
    merged_at: Mapped[datetime] = mapped_column(info={"label": "Zusammengeführt"})
    merged_by: Mapped[str] = mapped_column(info=identifying(_BY))
    snapshot: Mapped[Json] = mapped_column(JSON)
    moved: Mapped[list[Json]] = mapped_column(JSON)
    dropped: Mapped[list[Json]] = mapped_column(JSON)
    signs_in_at: Mapped[datetime | None] = mapped_column(
        default=None, info={"label": "Anmeldung freigegeben"}
    )
    undone_at: Mapped[datetime | None] = mapped_column(
        default=None, info={"label": "Zurückgenommen"}
    )


merges = table_of(Merge)
_holds = merges.c.undone_at.is_(None)
Index(
    "merges_once",
    merges.c.merged_id,
    unique=True,
    postgresql_where=_holds,
    sqlite_where=_holds,
)
