"""Projects and their partners."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from services.trainings.projects.values import ProjectState
from shared.database.search import Searchable, sort_key
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, identifying, personal
from shared.web.conflicts import Unreachable

_RESPONSIBLE = personal(
    Kind.PARTICIPATION,
    about="responsible_id",
    purpose="wer für ein Projekt verantwortlich ist",
    deletion=Deletion.LOSES_ITS_PERSON,
)


def _shown(label: str) -> Info:
    return {"label": label, **NOT_PERSONAL}


class Project(OfTenant, Versioned, Searchable, Base):
    """Everybody in the network sees it; ``published_at`` is of its result."""

    __tablename__ = "projects"
    __table_args__ = (Index("projects_in_order", "tenant", "title_key", "id"),)
    searched = ("title", "goal", "carried_by")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(default=None, info=_shown("Titel"))
    title_key: Mapped[str] = sort_key("title", NOT_PERSONAL)
    search_text: Mapped[str] = mapped_column(default=None, info=NOT_PERSONAL)
    goal: Mapped[str] = mapped_column(default="", info=_shown("Ziel"))
    carried_by: Mapped[str] = mapped_column(default="", info=_shown("Getragen von"))
    responsible_id: Mapped[UUID | None] = mapped_column(
        default=None, info=identifying(_RESPONSIBLE)
    )
    starts_on: Mapped[date | None] = mapped_column(default=None, info=_shown("Beginn"))
    ends_on: Mapped[date | None] = mapped_column(default=None, info=_shown("Ende"))
    state: Mapped[ProjectState] = mapped_column(
        Code(ProjectState), default=ProjectState.PLANNED, info=_shown("Stand")
    )
    result: Mapped[str] = mapped_column(default="", info=_shown("Ergebnis"))
    published_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)


class ProjectPartner(OfTenant, Base):
    """One that the directory knows bears the name that it has there now."""

    __tablename__ = "project_partners"

    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id"), primary_key=True, info=NOT_PERSONAL
    )
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, info=NOT_PERSONAL)
    organization_id: Mapped[UUID | None] = mapped_column(default=None, info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(default=None, info=_shown("Partner"))


project_partners = table_of(ProjectPartner)
CONSTRAINTS = {
    "project_partners.project_id, project_partners.position": Unreachable(
        "they are written anew with the project's version"
    ),
}
