"""Which instances have paused their delivery."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import table_of
from shared.privacy.declared import NOT_PERSONAL


class Paused(Base):
    """One instance's pause; ``holder`` is a random id of the process."""

    __tablename__ = "delivery_pauses"

    holder: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    cause: Mapped[str] = mapped_column(String(20), info=NOT_PERSONAL | {"label": "Ursache"})
    since: Mapped[datetime] = mapped_column(info=NOT_PERSONAL | {"label": "Seit"})
    next_try_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL | {"label": "Nächster Versuch"})


pauses = table_of(Paused)
