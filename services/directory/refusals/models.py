"""Wrong codes and secrets by the hour."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import table_of
from shared.privacy.declared import NOT_PERSONAL


class Refusals(Base):
    """How many there were of a kind in the hour that begins with ``hour``."""

    __tablename__ = "refusals"

    hour: Mapped[datetime] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True, info=NOT_PERSONAL)
    number: Mapped[int] = mapped_column(info=NOT_PERSONAL)


refusals = table_of(Refusals)
