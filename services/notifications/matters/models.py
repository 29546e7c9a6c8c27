"""Copies of statements that are voted on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL


class Statement(OfTenant, Base):
    """A copy of the record of the trainings."""

    __tablename__ = "statements"

    statement_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    closes_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    published: Mapped[bool] = mapped_column(info=NOT_PERSONAL)
    dropped: Mapped[bool] = mapped_column(info=NOT_PERSONAL)


statements = table_of(Statement)
