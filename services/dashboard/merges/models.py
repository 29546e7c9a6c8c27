"""Who stands for whom, so that a story goes on under another id."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.dashboard.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import Deletion, Kind, identifying, personal

_MERGED = personal(
    Kind.TECHNICAL,
    about="survivor_id",
    purpose="eine Geschichte unter der neuen Kennung weitererzählen",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_OTHER = personal(
    Kind.TECHNICAL,
    about="merged_id",
    purpose="eine Geschichte unter der neuen Kennung weitererzählen",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class MergedPerson(OfTenant, Base):
    """Ids only."""

    __tablename__ = "merged_people"
    __table_args__ = ({"info": _MERGED},)

    merged_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_OTHER))
    survivor_id: Mapped[UUID] = mapped_column(info=identifying(_MERGED))


merged_people = table_of(MergedPerson)
