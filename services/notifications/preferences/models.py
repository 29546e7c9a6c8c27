"""Where somebody wants something else than the usual."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import table_of
from shared.privacy.declared import Deletion, Kind, identifying, personal

_WISH = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="was jemand per Mail bekommen will",
    deletion=Deletion.WITH_PERSON,
)


class Preference(Base):
    """A person's own, whatever the municipality; what is usual has no row."""

    __tablename__ = "preferences"
    __table_args__ = ({"info": _WISH},)

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_WISH))
    topic: Mapped[str] = mapped_column(String(20), primary_key=True, info={"label": "Thema"})
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    mode: Mapped[str] = mapped_column(String(20), info={"label": "Wie"})
    changed_at: Mapped[datetime] = mapped_column(info={"label": "Seit"})


preferences = table_of(Preference)
