"""What an app and a sheet of paper know as well, and sign-ins that wait for it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_FACTOR = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="den zweiten Schritt einer Anmeldung prüfen",
    deletion=Deletion.WITH_PERSON,
)
_WAITING = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="eine Anmeldung, der noch der zweite Schritt fehlt, und wie oft geraten wurde",
    deletion=Deletion.TWO_DAYS,
)


class SecondFactor(Base):
    """``sealed_key`` is the app's; ``last_step`` is the newest step used, so that none is twice."""

    __tablename__ = "second_factors"
    __table_args__ = ({"info": _FACTOR},)

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id"), primary_key=True, info=identifying(_FACTOR)
    )
    sealed_key: Mapped[bytes]
    last_step: Mapped[int]
    since: Mapped[datetime]


class RecoveryCode(Base):
    """One way in without the app and without a passkey, once."""

    __tablename__ = "recovery_codes"
    __table_args__ = ({"info": _FACTOR},)

    code_digest: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id"), index=True, info=identifying(_FACTOR)
    )
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class WaitingSignIn(Base):
    """The first step was right; ``sealed_key`` is one to be set up, if there is none yet."""

    __tablename__ = "waiting_sign_ins"
    __table_args__ = (
        Index("waiting_sign_ins_of_person", "person_id", "created_at"),
        {"info": _WAITING},
    )

    browser_hash: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(info=identifying(_WAITING))
    sealed_key: Mapped[bytes | None]
    attempts: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    created_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None] = mapped_column(default=None)
