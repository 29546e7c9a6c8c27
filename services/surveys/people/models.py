"""What people are called, as the directory says it."""

from uuid import UUID

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_NAME = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="Namen neben Kommentaren und namentlichen Stimmen zum Rahmenkonzept",
    deletion=Deletion.WITH_PERSON,
)


class Person(OfTenant, Base):
    """A copy of the directory's record."""

    __tablename__ = "people"

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_NAME))
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    merged_into: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_NAME))
    given_name: Mapped[str] = mapped_column(Text, info=_NAME | {"label": "Vorname"})
    family_name: Mapped[str] = mapped_column(Text, info=_NAME | {"label": "Nachname"})


people = table_of(Person)
