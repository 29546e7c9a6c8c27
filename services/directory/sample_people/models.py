"""The people of the sample."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.privacy.declared import NOT_PERSONAL


class SamplePerson(Base):
    """Invented; whoever looks at the sample may sign in as one by a click."""

    __tablename__ = "sample_people"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id"), primary_key=True, info=NOT_PERSONAL
    )
    position: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(info=NOT_PERSONAL)
