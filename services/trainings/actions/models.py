"""Action items."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.actions.values import ActionState
from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_OWNED = personal(
    Kind.PARTICIPATION,
    about="owner_id",
    purpose="wer etwas übernommen hat, bis wann, und ob es erledigt ist",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class ActionItem(OfTenant, Versioned, Base):
    """Agreed at a gathering, or a step of a project.

    ``assignment_id`` is another one for each owner: links name it. ``told_before`` and
    ``told_after`` are the day of which the owner was reminded last.
    """

    __tablename__ = "action_items"
    __table_args__ = (
        Index("action_items_of_gathering", "gathering_id"),
        Index("action_items_of_project", "project_id"),
        Index("action_items_by_day", "tenant", "state", "due_on", "id"),
        Index("action_items_of_owner", "tenant", "owner_id", "state"),
        Index("action_items_assigned", "assignment_id"),
        Index("action_items_due", "state", "due_on"),
        {"info": _OWNED},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    gathering_id: Mapped[UUID | None] = mapped_column(ForeignKey("gatherings.id"), default=None)
    project_id: Mapped[UUID | None] = mapped_column(ForeignKey("projects.id"), default=None)
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"), default=None)
    title: Mapped[str] = mapped_column(default=None, info=_OWNED | {"label": "Was"})
    owner_id: Mapped[UUID] = mapped_column(default=None, info=identifying(_OWNED))
    assignment_id: Mapped[UUID] = mapped_column(default=None, info=NOT_PERSONAL)
    due_on: Mapped[date | None] = mapped_column(default=None, info=_OWNED | {"label": "Bis"})
    state: Mapped[ActionState] = mapped_column(
        Code(ActionState), default=ActionState.OPEN, info=_OWNED | {"label": "Stand"}
    )
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    told_before: Mapped[date | None] = mapped_column(default=None)
    told_after: Mapped[date | None] = mapped_column(default=None)


action_items = table_of(ActionItem)
