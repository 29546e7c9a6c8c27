"""What the office means to do about something that is missing."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.contracts.relationships import RelationshipType
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_ASSIGNED = personal(
    Kind.PARTICIPATION,
    about="assignee_id",
    purpose="wer in der Koordinierungsstelle sich um eine fehlende Verbindung kümmert",
    deletion=Deletion.NINETY_DAYS,
)


class GapTask(OfTenant, Versioned, Base):
    """A school lacks this; ``done_at`` is set by somebody, or once it lacks it no more."""

    __tablename__ = "gap_tasks"
    __table_args__ = (Index("gap_tasks_in_order", "tenant", "due_on", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    school_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id"), index=True, info=NOT_PERSONAL | {"label": "Schule"}
    )
    type: Mapped[RelationshipType] = mapped_column(
        Code(RelationshipType), info=NOT_PERSONAL | {"label": "Was fehlt"}
    )
    due_on: Mapped[date] = mapped_column(info=NOT_PERSONAL | {"label": "Bis"})
    assignee_id: Mapped[UUID | None] = mapped_column(
        default=None, info=identifying(_ASSIGNED) | {"label": "Wer kümmert sich?"}
    )
    done_at: Mapped[datetime | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Erledigt"}
    )


gap_tasks = table_of(GapTask)
