"""Who stands for whom, and what they wanted themselves before that."""

from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.merges.values import Tightened
from services.notifications.models import Base
from shared.database.tables import table_of
from shared.privacy.declared import Deletion, Kind, identifying, personal

_MERGED = personal(
    Kind.TECHNICAL,
    about="survivor_id",
    purpose="wer für eine zusammengeführte Person steht, und was vorher abbestellt war",
    deletion=Deletion.WITH_PERSON,
)
_OTHER = personal(
    Kind.TECHNICAL,
    about="merged_id",
    purpose="wer für eine zusammengeführte Person steht",
    deletion=Deletion.WITH_PERSON,
)


class MergedPerson(Base):
    """Whatever the municipality; ``tightened`` goes back when the merge is undone."""

    __tablename__ = "merged_people"
    __table_args__ = ({"info": _MERGED},)

    merged_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_OTHER))
    survivor_id: Mapped[UUID] = mapped_column(index=True, info=identifying(_MERGED))
    tightened: Mapped[list[Tightened]] = mapped_column(JSON)


merged_people = table_of(MergedPerson)
