"""What somebody was told, for as long as it may be on its way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_NOTICE = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="jemandem sagen, dass sich seine Anmeldung geändert hat",
    deletion=Deletion.TWO_DAYS,
)


class Notice(Base):
    """Its id is that of the record, which is erased with it."""

    __tablename__ = "notices"
    __table_args__ = ({"info": _NOTICE},)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    person_id: Mapped[UUID] = mapped_column(index=True, info=identifying(_NOTICE))
    created_at: Mapped[datetime] = mapped_column(index=True)
    invites: Mapped[bool]
