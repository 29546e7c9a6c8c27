"""Copies of what the directory and the trainings know, and where each worker works when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_NAME = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="Anschreiben",
    deletion=Deletion.WITH_PERSON,
)
_ADDRESS = personal(
    Kind.CONTACT,
    about="person_id",
    purpose="Anschreiben",
    deletion=Deletion.WITH_PERSON,
)
_CONTACTS = personal(
    Kind.IDENTITY,
    about="contacts[*].person_id",
    purpose="wer für eine Organisation angeschrieben wird",
    deletion=Deletion.NO_LONGER_NAMED,
)
_EMPLOYMENT = personal(
    Kind.EMPLOYMENT,
    about="worker_id",
    purpose="wer wann angeschrieben wird; nach dem letzten Tag niemand mehr",
    deletion=Deletion.WITH_PERSON,
)


class Person(OfTenant, Base):
    """A copy of the directory's record, and of guests of the record of the trainings."""

    __tablename__ = "people"

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_NAME))
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    given_name: Mapped[str] = mapped_column(info=_NAME | {"label": "Vorname"})
    family_name: Mapped[str] = mapped_column(info=_NAME | {"label": "Nachname"})
    email: Mapped[str] = mapped_column(info=_ADDRESS | {"label": "Mail-Adresse"})


class Organization(OfTenant, Base):
    """A copy of the directory's record."""

    __tablename__ = "organizations"
    __table_args__ = (Index("organizations_kind", "tenant", "kind"),)

    organization_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(info=NOT_PERSONAL | {"label": "Art"})
    name: Mapped[str] = mapped_column(info=NOT_PERSONAL | {"label": "Name"})
    school_number: Mapped[str | None] = mapped_column(
        String(6), info=NOT_PERSONAL | {"label": "Schulnummer"}
    )
    contacts: Mapped[list[dict[str, str]]] = mapped_column(JSON, info=_CONTACTS)


class Template(OfTenant, Base):
    """A copy of the record of the trainings."""

    __tablename__ = "templates"

    template_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    tasks: Mapped[list[dict[str, str]]] = mapped_column(JSON, info=NOT_PERSONAL)


class Employment(OfTenant, Base):
    """As it was announced by the hire; the last day as it was announced last."""

    __tablename__ = "employments"
    __table_args__ = ({"info": _EMPLOYMENT},)

    employment_id: Mapped[UUID] = mapped_column(
        primary_key=True, info=identifying(_EMPLOYMENT, "employment")
    )
    worker_id: Mapped[UUID] = mapped_column(index=True, info=identifying(_EMPLOYMENT))
    carrier_id: Mapped[UUID]
    start_date: Mapped[date] = mapped_column(info={"label": "Beginn"})
    last_day: Mapped[date | None] = mapped_column(info={"label": "Letzter Tag"})
    school_ids: Mapped[list[str]] = mapped_column(JSON, info={"label": "Schulen"})
    as_of: Mapped[datetime]


class Placement(OfTenant, Base):
    """The schools from a day on until the next such day; before the first, those of the hire."""

    __tablename__ = "placements"
    __table_args__ = ({"info": _EMPLOYMENT},)

    employment_id: Mapped[UUID] = mapped_column(
        primary_key=True, info=identifying(_EMPLOYMENT, "employment")
    )
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(index=True, info=identifying(_EMPLOYMENT))
    school_ids: Mapped[list[str]] = mapped_column(JSON, info={"label": "Schulen"})


people = table_of(Person)
organizations = table_of(Organization)
templates = table_of(Template)
employments = table_of(Employment)
placements = table_of(Placement)
