"""What several capabilities look at: onboardings, gatherings, and copies of records."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.trainings.values import GONE, Audience
from shared.contracts.directory import SchoolType
from shared.contracts.gatherings import Approval, GatheringKind, GatheringState, Place
from shared.database.search import Searchable, sort_key
from shared.database.tables import OfTenant, Tenant, Typed, table_of
from shared.database.types import Code, Hundredths, Moment
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Info, Kind, identifying, personal
from shared.privacy.starts import counted_from
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
_BEGUN = counted_from(_EMPLOYMENT, "closed_at")
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
    deletion=Deletion.TASKS_OVER,
)

_ORGANISER = personal(
    Kind.PARTICIPATION,
    about="contact_id",
    purpose="an wen sich wendet, wer zu einer Veranstaltung etwas fragen möchte",
    deletion=Deletion.WITH_PERSON,
)
_SEAT = personal(
    Kind.PARTICIPATION,
    about="person_id",
    purpose="Plätze vergeben, einladen, Teilnahme bescheinigen",
    deletion=Deletion.LOSES_ITS_PERSON,
)
_REGISTRAR = identifying(
    personal(
        Kind.PARTICIPATION,
        about="created_by",
        purpose="wer jemand anderen angemeldet hat",
        deletion=Deletion.WITH_PERSON,
    )
)


def _shown(label: str, info: Info = NOT_PERSONAL) -> Info:
    return {"label": label, **info}


class Person(OfTenant, Base):
    """A copy of the directory's record; of guests what they said."""

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
    school_type: Mapped[str | None] = mapped_column(info=_shown("Schulform"))
    contacts: Mapped[list[dict[str, str]]] = mapped_column(JSON, info=_CONTACTS)


class Onboarding(OfTenant, Base):
    """``last_day`` is the end of the employment as announced last by hire or departure.

    ``school_type`` is that of most hours as it began; later ones are in ``school_changes``.
    """

    __tablename__ = "onboardings"
    __table_args__ = (Index("ix_onboardings_tenant", "tenant"), {"info": _BEGUN})

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
    school_type: Mapped[str | None] = mapped_column(default=None)
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


class Gathering(OfTenant, Versioned, Searchable, Base):
    """``starts_at`` and ``ends_at`` are of all its dates that are not called off.

    Those with the same ``alike_id`` stand in for each other: one seat for a person among them.
    """

    __tablename__ = "gatherings"
    __table_args__ = (
        Index("gatherings_in_order", "tenant", "starts_at", "id"),
        Index("gatherings_in_state", "tenant", "state", "starts_at", "id"),
    )
    searched = ("title", "content")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    kind: Mapped[GatheringKind] = mapped_column(Code(GatheringKind), info=_shown("Art"))
    title: Mapped[str] = mapped_column(info=_shown("Titel"))
    title_key: Mapped[str] = sort_key("title", NOT_PERSONAL)
    search_text: Mapped[str] = mapped_column(default=None, info=NOT_PERSONAL)
    content: Mapped[str] = mapped_column(default="", info=_shown("Inhalt"))
    state: Mapped[GatheringState] = mapped_column(
        Code(GatheringState), default=GatheringState.DRAFT, info=_shown("Stand")
    )
    audience: Mapped[Audience] = mapped_column(
        Code(Audience), default=Audience.EVERYBODY, info=_shown("Für wen")
    )
    contact_id: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_ORGANISER))
    capacity: Mapped[int | None] = mapped_column(default=None, info=_shown("Plätze"))
    needs_approval: Mapped[bool] = mapped_column(default=False, info=_shown("Freigabe"))
    register_until: Mapped[date | None] = mapped_column(default=None, info=_shown("Anmelden bis"))
    move_up_until: Mapped[date | None] = mapped_column(default=None, info=_shown("Nachrücken bis"))
    rests_in_holidays: Mapped[bool] = mapped_column(default=False, info=_shown("Schulferien"))
    series_id: Mapped[UUID | None] = mapped_column(default=None, index=True, info=NOT_PERSONAL)
    starts_at: Mapped[datetime | None] = mapped_column(default=None, info=_shown("Beginn"))
    ends_at: Mapped[datetime | None] = mapped_column(default=None, info=_shown("Ende"))
    opened_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    alike_id: Mapped[UUID | None] = mapped_column(default=None, index=True, info=NOT_PERSONAL)


class GatheringDate(OfTenant, Versioned, Base):
    """A day with times of Europe/Berlin, and the moments which these are."""

    __tablename__ = "gathering_dates"
    __table_args__ = (
        Index("gathering_dates_of_gathering", "gathering_id", "starts_at"),
        Index("gathering_dates_in_order", "tenant", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), info=NOT_PERSONAL)
    day: Mapped[date] = mapped_column(default=None, info=_shown("Tag"))
    starts: Mapped[time] = mapped_column(default=None, info=_shown("Von"))
    ends: Mapped[time] = mapped_column(default=None, info=_shown("Bis"))
    starts_at: Mapped[datetime] = mapped_column(default=None, info=NOT_PERSONAL)
    ends_at: Mapped[datetime] = mapped_column(default=None, info=NOT_PERSONAL)
    place: Mapped[str] = mapped_column(default="", info=_shown("Ort"))
    join_link: Mapped[str] = mapped_column(default="", info=_shown("Link zur Videokonferenz"))
    units: Mapped[Decimal] = mapped_column(
        Hundredths, default=None, info=_shown("Unterrichtseinheiten")
    )
    original_day: Mapped[date] = mapped_column(info=NOT_PERSONAL)
    cancelled: Mapped[bool] = mapped_column(default=False, info=_shown("Abgesagt"))


class Registration(OfTenant, Versioned, Base):
    """``waiting_since`` orders those who wait: it is of this wait, and never of an earlier one.

    ``carrier_id`` and ``school_type`` are where they worked when they registered; a seat counts
    for them.
    ``apologised`` had a seat and gave it up: what comes of the gathering is for them, too.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        Index("registrations_of_gathering", "gathering_id", "place", "waiting_since", "id"),
        Index("registrations_of_person", "tenant", "person_id"),
        {"info": _SEAT},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"))
    person_id: Mapped[UUID] = mapped_column(info=identifying(_SEAT))
    carrier_id: Mapped[UUID | None] = mapped_column(default=None)
    school_type: Mapped[SchoolType | None] = mapped_column(Code(SchoolType), default=None)
    created_by: Mapped[UUID | None] = mapped_column(default=None, info=_REGISTRAR)
    submitted_at: Mapped[datetime] = mapped_column(info={"label": "Angemeldet"})
    waiting_since: Mapped[datetime]
    place: Mapped[Place] = mapped_column(Code(Place), info={"label": "Platz"})
    approval: Mapped[Approval] = mapped_column(Code(Approval), info={"label": "Freigabe"})
    answer_until: Mapped[datetime | None] = mapped_column(default=None)
    sequence: Mapped[int] = mapped_column(default=0)
    apologised: Mapped[bool] = mapped_column(default=False)

    @property
    def by_other(self) -> bool:
        """Whether somebody else has registered them."""
        return self.created_by not in (None, self.person_id)


people = table_of(Person)
organizations = table_of(Organization)
onboardings = table_of(Onboarding)
tasks = table_of(Task)
gatherings = table_of(Gathering)
gathering_dates = table_of(GatheringDate)
registrations = table_of(Registration)

_ends = onboardings.c.closed_at.is_(None) & onboardings.c.last_day.is_not(None)
Index("onboardings_to_close", onboardings.c.last_day, postgresql_where=_ends, sqlite_where=_ends)

_there = registrations.c.place.not_in([each.value for each in GONE])
Index(
    "registrations_once",
    registrations.c.gathering_id,
    registrations.c.person_id,
    unique=True,
    postgresql_where=_there,
    sqlite_where=_there,
)
_offered = registrations.c.answer_until.is_not(None)
Index(
    "registrations_offered",
    registrations.c.answer_until,
    postgresql_where=_offered,
    sqlite_where=_offered,
)
