"""People: what they are and were called, how they are reached, and what they show of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from services.directory.people.values import AddressKind, FormerKind, SeenBy
from shared.database.search import Searchable, sort_key
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
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
_SHOWN = personal(
    Kind.CONTACT,
    about="person_id",
    purpose="Verzeichniseintrag: was die Person von sich zeigt, und wem",
    deletion=Deletion.WITH_PERSON,
)
_FORMER = personal(
    Kind.IDENTITY,
    about="person_id",
    purpose="jemanden unter einem früheren Namen wiederfinden",
    deletion=Deletion.WITH_PERSON,
)
_REACHED = personal(
    Kind.CONTACT,
    about="person_id",
    purpose="jemanden erreichen, und wissen, seit wann unter welcher Adresse",
    deletion=Deletion.WITH_PERSON,
)
_NOTE = personal(
    Kind.FREE_TEXT,
    about="person_id",
    purpose="Notiz der Koordinierungsstelle, ohne Fallinhalte",
    deletion=Deletion.WITH_PERSON,
)


class Person(OfTenant, Searchable, Base):
    """Somebody who works here or acts for an organization."""

    __tablename__ = "people"
    __table_args__ = (
        Index("people_of_tenant_in_order", "tenant", "name_key", "given_name", "id"),
        Index("people_in_order", "name_key", "given_name", "id"),
        Index(
            "people_to_match",
            "tenant",
            "id",
            postgresql_where=text("NOT matched"),
            sqlite_where=text("NOT matched"),
        ),
    )
    searched = ("given_name", "family_name")

    id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_PERSON))
    given_name: Mapped[str] = mapped_column(info=_PERSON)
    family_name: Mapped[str] = mapped_column(info=_PERSON)
    email: Mapped[str] = mapped_column(info=_ADDRESS)
    version: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    name_key: Mapped[str] = sort_key("family_name", _PERSON)
    search_text: Mapped[str] = mapped_column(default=None, info=_PERSON)
    merged_into: Mapped[UUID | None] = mapped_column(
        default=None, index=True, info=identifying(_PERSON)
    )
    """Who stands for them now; their own name and address are kept for an undone merge."""
    matched: Mapped[bool] = mapped_column(default=False, server_default=false(), info=NOT_PERSONAL)
    """Whether it has been looked whom they may be, too, since they were changed last."""


class Entry(OfTenant, Versioned, Base):
    """What somebody chose to show, and what the office notes; who has none chose nothing yet.

    The name and the address of ``people`` are shown as it is said here.
    """

    __tablename__ = "entries"
    __table_args__ = (Index("entries_opened", "tenant", "name_seen_by"), {"info": _SHOWN})

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, info=identifying(_SHOWN)
    )
    chosen: Mapped[bool] = mapped_column(default=False)
    name_seen_by: Mapped[SeenBy | None] = mapped_column(
        Code(SeenBy), default=None, info={"label": "Name und Funktion sehen"}
    )
    email_seen_by: Mapped[SeenBy | None] = mapped_column(
        Code(SeenBy), default=None, info={"label": "E-Mail sehen"}
    )
    languages: Mapped[str] = mapped_column(default="", info={"label": "Sprachen"})
    languages_seen_by: Mapped[SeenBy] = mapped_column(
        Code(SeenBy), default=SeenBy.OFFICE, info={"label": "Sprachen sehen"}
    )
    hours: Mapped[str] = mapped_column(default="", info={"label": "Sprechzeiten"})
    hours_seen_by: Mapped[SeenBy] = mapped_column(
        Code(SeenBy), default=SeenBy.OFFICE, info={"label": "Sprechzeiten sehen"}
    )
    note: Mapped[str] = mapped_column(default="", info=_NOTE | {"label": "Notiz"})


class FormerName(OfTenant, Searchable, Base):
    """A name that is not the present one; ``last_day`` is the last on which it was."""

    __tablename__ = "former_names"
    __table_args__ = (Index("former_names_of_tenant", "tenant"), {"info": _FORMER})
    searched = ("given_name", "family_name")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, info=identifying(_FORMER)
    )
    given_name: Mapped[str]
    family_name: Mapped[str]
    search_text: Mapped[str] = mapped_column(default=None)
    kind: Mapped[FormerKind] = mapped_column(Code(FormerKind))
    last_day: Mapped[date | None]
    recorded_at: Mapped[datetime]


class Address(OfTenant, Base):
    """Where somebody is reached besides the address of ``people``, or was.

    It holds from ``valid_from`` until ``last_day``; a ``mistaken`` one never did.
    """

    __tablename__ = "addresses"
    __table_args__ = (Index("addresses_of_tenant", "tenant"), {"info": _REACHED})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True, info=identifying(_REACHED)
    )
    kind: Mapped[AddressKind] = mapped_column(Code(AddressKind), info={"label": "Art"})
    value: Mapped[str] = mapped_column(info={"label": "Adresse"})
    seen_by: Mapped[SeenBy] = mapped_column(Code(SeenBy), info={"label": "Wer sieht sie?"})
    valid_from: Mapped[date | None] = mapped_column(info={"label": "Ab"})
    last_day: Mapped[date | None] = mapped_column(default=None, info={"label": "Bis"})
    mistaken: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]


people = table_of(Person)
entries = table_of(Entry)
former_names = table_of(FormerName)
addresses = table_of(Address)
