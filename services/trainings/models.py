"""What several capabilities look at: onboardings, their tasks, and copies of records."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database.tables import OfTenant, Tenant, Typed, table_of
from shared.database.types import Moment
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal
from shared.web.idempotency import answers
from shared.web.sessions.models import add_copies


class Base(Typed, DeclarativeBase):
    """The typed tables of this service."""

    metadata = MetaData()
    type_annotation_map: ClassVar[dict[Any, Any]] = {Tenant: String(), datetime: Moment}


metadata = Base.metadata
add_copies(metadata)
answers.to_metadata(metadata)

_NAME = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="Name auf der Aufgabenseite hinter dem Link",
    deletion=Deletion.WITH_PERSON,
)
_CONTACTS = personal(
    Kind.IDENTITY,
    about="contacts[*].person_id",
    purpose="wer die Aufgaben einer Organisation sieht",
    deletion=Deletion.NO_LONGER_NAMED,
)
_EMPLOYMENT = personal(
    Kind.EMPLOYMENT,
    about="worker_id",
    purpose="Einarbeitung",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_PROGRESS = personal(
    Kind.PARTICIPATION,
    about="worker_id",
    purpose="Stand der Einarbeitung",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_TASK = personal(
    Kind.PARTICIPATION,
    about="onboarding_id -> onboardings(id).worker_id",
    purpose="Aufgaben mit Frist und Erledigung",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class Person(OfTenant, Base):
    """A copy of the directory's record."""

    __tablename__ = "people"

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_NAME))
    version: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    merged_into: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_NAME))
    given_name: Mapped[str] = mapped_column(info=_NAME | {"label": "Vorname"})
    family_name: Mapped[str] = mapped_column(info=_NAME | {"label": "Nachname"})


class Organization(OfTenant, Base):
    """A copy of the directory's record."""

    __tablename__ = "organizations"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    version: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(info=NOT_PERSONAL | {"label": "Name"})
    kind: Mapped[str] = mapped_column(info=NOT_PERSONAL | {"label": "Art"})
    contacts: Mapped[list[dict[str, str]]] = mapped_column(JSON, info=_CONTACTS)


class Onboarding(OfTenant, Base):
    """``last_day`` is the end of the employment as announced last by hire or departure."""

    __tablename__ = "onboardings"
    __table_args__ = (Index("ix_onboardings_tenant", "tenant"), {"info": _EMPLOYMENT})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    worker_id: Mapped[UUID] = mapped_column(index=True, info=identifying(_EMPLOYMENT))
    employment_id: Mapped[UUID] = mapped_column(
        index=True, info=identifying(_EMPLOYMENT, "employment")
    )
    carrier_id: Mapped[UUID]
    template_id: Mapped[UUID]
    correlation_id: Mapped[UUID]
    causation_id: Mapped[UUID]
    start_date: Mapped[date] = mapped_column(info={"label": "Beginn"})
    last_day: Mapped[date | None] = mapped_column(info={"label": "Letzter Tag"})
    end_correlation_id: Mapped[UUID | None] = mapped_column(default=None)
    end_causation_id: Mapped[UUID | None] = mapped_column(default=None)
    ready_at: Mapped[datetime | None] = mapped_column(info=_PROGRESS)
    closed_at: Mapped[datetime | None] = mapped_column(info=_PROGRESS)
    closing_reason: Mapped[str | None] = mapped_column(info=_PROGRESS)


class Task(OfTenant, Base):
    """For a role of the worker or of an organization."""

    __tablename__ = "tasks"
    __table_args__ = (
        Index("tasks_of_onboarding", "onboarding_id"),
        Index("tasks_of_role", "tenant", "role", "organization_id"),
        {"info": _TASK},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    onboarding_id: Mapped[UUID] = mapped_column(ForeignKey("onboardings.id"))
    code: Mapped[str]
    role: Mapped[str] = mapped_column(info={"label": "Zuständig"})
    organization_id: Mapped[UUID | None]
    due_on: Mapped[date] = mapped_column(info={"label": "Frist"})
    mandatory: Mapped[bool] = mapped_column(info={"label": "Pflicht"})
    done_at: Mapped[datetime | None] = mapped_column(default=None, info={"label": "Erledigt"})
    done_by: Mapped[str | None] = mapped_column(default=None)


people = table_of(Person)
organizations = table_of(Organization)
onboardings = table_of(Onboarding)
tasks = table_of(Task)

_ends = onboardings.c.closed_at.is_(None) & onboardings.c.last_day.is_not(None)
Index("onboardings_to_close", onboardings.c.last_day, postgresql_where=_ends, sqlite_where=_ends)
