"""What schools have been told of leaves."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, personal

_TOLD = personal(
    Kind.EMPLOYMENT,
    about="employment_id -> employments(id).worker_id",
    purpose="welcher Schule eine Beurlaubung wie gesagt wurde; ohne Grund",
    deletion=Deletion.WITH_PERSON,
)


class ToldCover(OfTenant, Base):
    """What a school was told last of a leave: days, and employments of who is there."""

    __tablename__ = "told_covers"
    __table_args__ = (Index("told_covers_employment", "employment_id"), {"info": _TOLD})

    leave_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    school_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id"), primary_key=True, info=NOT_PERSONAL
    )
    employment_id: Mapped[UUID] = mapped_column(ForeignKey("employments.id"))
    parts: Mapped[list[Json]] = mapped_column(JSON)
    told_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)


told_covers = table_of(ToldCover)
