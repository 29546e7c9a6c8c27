"""Who was invited."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal
from shared.web.conflicts import Conflict, Unreachable

_INVITED = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="wer zu einer Veranstaltung eingeladen ist, wie oft, und ob abgelehnt wurde",
    deletion=Deletion.INVITED,
)


class Invitation(OfTenant, Base):
    """That somebody accepts is their registration; ``asked_at`` is when they were asked last."""

    __tablename__ = "gathering_invitations"
    __table_args__ = (
        UniqueConstraint("gathering_id", "person_id"),
        Index("gathering_invitations_of_person", "tenant", "person_id"),
        {"info": _INVITED},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), info=NOT_PERSONAL)
    person_id: Mapped[UUID] = mapped_column(info=identifying(_INVITED))
    sent_at: Mapped[datetime]
    asked_at: Mapped[datetime] = mapped_column(info=_INVITED | {"label": "Zuletzt gefragt"})
    times: Mapped[int] = mapped_column(default=1, info=_INVITED | {"label": "Wie oft"})
    declined_at: Mapped[datetime | None] = mapped_column(
        default=None, info=_INVITED | {"label": "Abgelehnt"}
    )


invitations = table_of(Invitation)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "gathering_invitations.gathering_id, gathering_invitations.person_id": Unreachable(
        "the gathering is locked while somebody invites"
    ),
}
