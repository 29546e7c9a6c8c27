"""The tables that several capabilities share: what somebody is told, and how far it has come."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, MetaData, SmallInteger, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database.tables import OfTenant, Tenant, Typed, table_of
from shared.database.types import Moment
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal
from shared.web.idempotency import answers
from shared.web.sessions.models import add_copies

_ABOUT_WORKER = personal(
    Kind.EMPLOYMENT,
    Kind.TECHNICAL,
    about="worker_id",
    purpose="Versandprotokoll",
    deletion=Deletion.LETTERS,
)
_CONTENT = personal(
    Kind.EMPLOYMENT,
    Kind.PARTICIPATION,
    about="worker_id",
    purpose="Inhalt der Nachricht: Kennungen, Codes und Tage; von Themen Titel und Begründung",
    deletion=Deletion.LETTERS,
)
_TO_PERSON = personal(
    Kind.EMPLOYMENT,
    Kind.TECHNICAL,
    about="person_id",
    purpose="wem Bescheid gegeben wurde",
    deletion=Deletion.THIRTY_DAYS,
)
_DELIVERED = personal(
    Kind.TECHNICAL,
    about="message_id -> messages(id).worker_id",
    purpose="jede Nachricht auf jedem Weg einmal zustellen",
    deletion=Deletion.LETTERS,
)


class Base(Typed, DeclarativeBase):
    """The typed tables of this service."""

    metadata = MetaData()
    type_annotation_map: ClassVar[dict[Any, Any]] = {Tenant: String(8), datetime: Moment}


class Message(OfTenant, Base):
    """One fact for one recipient: a person, or whoever holds a role when it is sent.

    The id follows from kind, recipient and fact, so that there cannot be a second one. What is
    about nobody's employment has no ``worker_id``; what goes to a person has no ``role``.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index("messages_worker", "worker_id"),
        Index("messages_onboarding", "onboarding_id"),
        Index("messages_employment", "employment_id"),
        Index("messages_person", "person_id", "kind"),
        Index("messages_role", "tenant", "role", "created_at"),
        {"info": _ABOUT_WORKER},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(info={"label": "Art"})
    person_id: Mapped[UUID | None] = mapped_column(info=identifying(_TO_PERSON))
    role: Mapped[str] = mapped_column(info={"label": "An"})
    organization_id: Mapped[UUID | None]
    worker_id: Mapped[UUID | None] = mapped_column(info=identifying(_ABOUT_WORKER))
    employment_id: Mapped[UUID | None] = mapped_column(
        info=identifying(_ABOUT_WORKER, "employment")
    )
    onboarding_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None] = mapped_column(info=_TO_PERSON)
    payload: Mapped[Json] = mapped_column(JSON, info=_CONTENT)
    happened_at: Mapped[datetime]
    expires_on: Mapped[date | None] = mapped_column(default=None)
    correlation_id: Mapped[UUID]
    causation_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=None)


class Delivery(OfTenant, Base):
    """A message on one channel. ``not_before`` serves retry, delay and quiet hours alike.

    Deliveries of one ``group_key`` travel together; it is the ``message_id`` of the first.
    ``lease_id`` stays where a lease lapsed: what it took is perhaps out. ``mail_id`` is what
    was offered and never answered.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("deliveries_due", "channel", "state", "priority", "not_before"),
        Index("deliveries_group", "group_key"),
        {"info": _DELIVERED},
    )

    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    group_key: Mapped[UUID]
    state: Mapped[str] = mapped_column(String(20), default=None, info={"label": "Stand"})
    priority: Mapped[int] = mapped_column(SmallInteger, info=NOT_PERSONAL)
    attempts: Mapped[int] = mapped_column(default=None, info={"label": "Versuche"})
    not_before: Mapped[datetime] = mapped_column(default=None)
    waits_for: Mapped[UUID | None] = mapped_column(default=None)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    leased_by: Mapped[UUID | None] = mapped_column(default=None, info=NOT_PERSONAL)
    lease_id: Mapped[UUID | None] = mapped_column(default=None, info=NOT_PERSONAL)
    mail_id: Mapped[UUID | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None, info={"label": "Erledigt"})
    put_back_at: Mapped[datetime | None] = mapped_column(default=None)


messages = table_of(Message)
deliveries = table_of(Delivery)

_waits = deliveries.c.waits_for.is_not(None)
Index("deliveries_waiting", deliveries.c.waits_for, postgresql_where=_waits, sqlite_where=_waits)

metadata = Base.metadata
answers.to_metadata(metadata)
add_copies(metadata)
