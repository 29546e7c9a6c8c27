"""The tables of urns, in which no row says when it was written or what it belongs to.

Only slips have an order, and they cannot be read without a key that is in no database. Ids are
random (UUIDv4), because others would tell the time; SQLite keeps the rows sorted by them.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Moment
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal

_SEALED = Unlinked("verschlüsselt; die Datenbank allein sagt nicht, wer gemeint ist")
_INVITED = personal(
    Kind.PARTICIPATION,
    about=_SEALED,
    purpose="einladen, erinnern, jede Einladung nur einmal nutzen",
    deletion=Deletion.DEADLINE,
)
_SLIP = personal(
    Kind.PARTICIPATION,
    Kind.FREE_TEXT,
    about=Unlinked("verschlüsselt; der Schlüssel liegt außerhalb der Datenbank"),
    purpose="bis zum gemeinsamen Öffnen verwahren",
    deletion=Deletion.DEADLINE,
)


class Urn(OfTenant, Base):
    """One survey's, or one of those that follow each other where it goes on."""

    __tablename__ = "urns"
    __table_args__ = (
        Index("urns_of_survey", "survey_id", "state"),
        Index("urns_to_tend", "state", "swept"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    survey_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    state: Mapped[str] = mapped_column(String(10), info=NOT_PERSONAL)
    rolling: Mapped[bool] = mapped_column(info=NOT_PERSONAL)
    begun_at: Mapped[datetime] = mapped_column(Moment, info=NOT_PERSONAL)
    closes_at: Mapped[datetime] = mapped_column(Moment, info=NOT_PERSONAL | {"label": "Ende"})
    questionnaire: Mapped[str] = mapped_column(String(64), info=NOT_PERSONAL)
    group_rule: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL)
    invited: Mapped[int] = mapped_column(Integer, info=NOT_PERSONAL)
    slip_size: Mapped[int] = mapped_column(Integer, info=NOT_PERSONAL)
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, info=NOT_PERSONAL)
    sealed_header: Mapped[bytes | None] = mapped_column(
        LargeBinary, default=None, info=NOT_PERSONAL
    )
    progress: Mapped[int] = mapped_column(Integer, info=NOT_PERSONAL)
    answered: Mapped[int | None] = mapped_column(Integer, default=None, info=NOT_PERSONAL)
    swept: Mapped[bool] = mapped_column(info=NOT_PERSONAL)


class UrnInvitation(Base):
    """Somebody who may answer; no date, and no name that the database could read."""

    __tablename__ = "urn_invitations"
    __table_args__ = (
        UniqueConstraint("survey_id", "person_mac", name="urn_invitations_once"),
        {"sqlite_with_rowid": False, "info": _INVITED},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    survey_id: Mapped[UUID]
    urn_id: Mapped[UUID | None] = mapped_column(default=None)
    person_mac: Mapped[bytes] = mapped_column(LargeBinary)
    person_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    done: Mapped[bool]
    reminded: Mapped[int] = mapped_column(Integer)


class UrnToken(Base):
    """One of the links of an invitation, as a hash."""

    __tablename__ = "urn_tokens"
    __table_args__ = (
        Index("urn_tokens_of_invitation", "invitation_id"),
        {"sqlite_with_rowid": False, "info": _INVITED},
    )

    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    invitation_id: Mapped[UUID]


class Slip(Base):
    """A sealed sheet; all of an urn are of one size. PostgreSQL has a partition for each urn."""

    __tablename__ = "slips"
    __table_args__ = (
        {"sqlite_with_rowid": False, "postgresql_partition_by": "LIST (urn_id)", "info": _SLIP},
    )

    urn_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    box: Mapped[bytes] = mapped_column(LargeBinary)


urns = table_of(Urn)
urn_invitations = table_of(UrnInvitation)
urn_tokens = table_of(UrnToken)
slips = table_of(Slip)
