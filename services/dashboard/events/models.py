"""Every event that was seen, and the copies that put it into words; nobody's name is kept here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ColumnElement, Index, Integer, String, Text, false, literal
from sqlalchemy.orm import Mapped, mapped_column

from services.dashboard.models import Base
from shared.contracts.trainings import OnboardingClosed, OnboardingReady, OnboardingStarted
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal
from shared.privacy.starts import counted_from

_FACT = personal(
    Kind.EMPLOYMENT,
    Kind.PARTICIPATION,
    about="key",
    purpose="Nachvollziehbarkeit: Kennungen und Codes, nie ein Name",
    deletion=Deletion.FACT_COPIES,
)


class Seen(OfTenant, Base):
    """An event as it came; its ``key`` is the id of the person it is about.

    An ``anonymous`` one is past its period, and names and joins nobody.
    """

    __tablename__ = "seen"
    __table_args__ = (
        Index("seen_by_correlation", "correlation_id"),
        Index("seen_by_key", "key", "type"),
        Index("seen_by_type", "type", "position"),
        Index("seen_by_time", "time"),
        Index("seen_by_tenant", "tenant", "position"),
        {"info": counted_from(_FACT, "time")},
    )

    position: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"),
        primary_key=True,
        autoincrement=True,
        default=None,
        info=NOT_PERSONAL,
    )
    id: Mapped[UUID] = mapped_column(unique=True)
    type: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL)
    topic: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL)
    key: Mapped[str] = mapped_column(Text, info=identifying(_FACT))
    correlation_id: Mapped[UUID]
    causation_id: Mapped[UUID | None]
    time: Mapped[datetime] = mapped_column(info={"label": "Zeitpunkt"})
    seen_at: Mapped[datetime] = mapped_column(default=None)
    data: Mapped[str] = mapped_column(Text)
    anonymous: Mapped[bool] = mapped_column(default=None, server_default=false(), info=NOT_PERSONAL)


class Template(OfTenant, Base):
    """A copy of the record of the trainings."""

    __tablename__ = "templates"
    __table_args__ = (Index("ix_templates_tenant", "tenant"),)

    template_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    tasks: Mapped[list[dict[str, str]]] = mapped_column(JSON, info=NOT_PERSONAL)
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)


class Organization(OfTenant, Base):
    """A copy of the directory's record, without those who act for it."""

    __tablename__ = "organizations"

    organization_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(info=NOT_PERSONAL | {"label": "Art"})
    name: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Name"})
    school_number: Mapped[str | None] = mapped_column(
        String(6), info=NOT_PERSONAL | {"label": "Schulnummer"}
    )
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)


seen = table_of(Seen)
PROGRESS = tuple(each.type_name for each in (OnboardingStarted, OnboardingReady, OnboardingClosed))
"""What is counted to know who is being onboarded."""


NAMING = seen.c.anonymous.is_(false())
"""Whether an event may still be about somebody; as both databases recognise it in an index."""
Index("seen_naming", seen.c.time, postgresql_where=NAMING, sqlite_where=NAMING)


def of_progress(kind: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a type is one of these; as both databases recognise it in the index."""
    return kind.in_(literal(each, literal_execute=True) for each in PROGRESS)


OF_PROGRESS = of_progress(seen.c.type) & NAMING
Index(
    "seen_progress",
    *(seen.c[name] for name in ("type", "tenant", "key", "anonymous")),
    postgresql_where=OF_PROGRESS,
    sqlite_where=OF_PROGRESS,
)
templates = table_of(Template)
organizations = table_of(Organization)
