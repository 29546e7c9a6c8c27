"""Passkeys that people have registered, and challenges for new ones."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_PASSKEY = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="den zweiten Schritt einer Anmeldung prüfen",
    deletion=Deletion.WITH_PERSON,
)
_CHALLENGE = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="einen neuen Passkey nur in dem Browser annehmen, der danach gefragt hat",
    deletion=Deletion.TWO_DAYS,
)


class Passkey(Base):
    """``name`` is what its owner calls it; ``sign_count`` is the newest its device has told."""

    __tablename__ = "passkeys"
    __table_args__ = ({"info": _PASSKEY},)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id"), index=True, info=identifying(_PASSKEY)
    )
    name: Mapped[str]
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class PasskeyChallenge(Base):
    """What a new passkey has to sign in the browser of this sign-in; gone once it was tried."""

    __tablename__ = "passkey_challenges"
    __table_args__ = ({"info": _CHALLENGE},)

    session_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    person_id: Mapped[UUID] = mapped_column(info=identifying(_CHALLENGE))
    challenge: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(index=True)
