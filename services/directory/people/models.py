"""People."""

from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.search import Searchable, sort_key
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_PERSON = personal(
    Kind.IDENTITY,
    about="id",
    purpose="Fachkräfte und Ansprechpersonen beim Namen nennen",
    deletion=Deletion.WITH_PERSON,
)
_ADDRESS = personal(
    Kind.CONTACT,
    about="id",
    purpose="Fachkräfte und Ansprechpersonen anschreiben",
    deletion=Deletion.WITH_PERSON,
)


class Person(OfTenant, Searchable, Base):
    """Somebody who works here or acts for an organization."""

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_tenant", "tenant"),
        Index("people_in_order", "name_key", "given_name", "id"),
    )
    searched = ("given_name", "family_name")

    id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_PERSON))
    given_name: Mapped[str] = mapped_column(info=_PERSON)
    family_name: Mapped[str] = mapped_column(info=_PERSON)
    email: Mapped[str] = mapped_column(info=_ADDRESS)
    version: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    name_key: Mapped[str] = sort_key("family_name", _PERSON)
    search_text: Mapped[str] = mapped_column(default=None, info=_PERSON)


people = table_of(Person)
