"""When people are at schools."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from services.directory.presences.values import Weekday
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.ids import new_id
from shared.privacy.declared import Deletion, Kind, identifying, personal

_SHOWN = personal(
    Kind.CONTACT,
    about="person_id",
    purpose="wann jemand an einer Schule zu erreichen ist",
    deletion=Deletion.WITH_PERSON,
)


class Presence(OfTenant, Base):
    """When somebody is at a school, week for week; seen by whoever sees their hours.

    Times are Berlin's, as in "09:30".
    """

    __tablename__ = "presences"
    __table_args__ = (Index("presences_of_tenant", "tenant"), {"info": _SHOWN})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, info=identifying(_SHOWN)
    )
    school_number: Mapped[str] = mapped_column(info={"label": "Schule"})
    weekday: Mapped[Weekday] = mapped_column(Code(Weekday), info={"label": "Tag"})
    begins: Mapped[str] = mapped_column(info={"label": "Von"})
    ends: Mapped[str] = mapped_column(info={"label": "Bis"})
    place: Mapped[str] = mapped_column(info={"label": "Ort"})


presences = table_of(Presence)
