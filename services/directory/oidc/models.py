"""Sign-ins under way, logout tokens that were used, and by which claim people are known."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal

_FLOW = personal(
    Kind.TECHNICAL,
    about=Unlinked("noch weiß niemand, wer sich anmeldet"),
    purpose="eine Anmeldung im selben Browser zu Ende bringen",
    deletion=Deletion.SIGN_IN_OVER,
)
_LOGOUT = personal(
    Kind.TECHNICAL,
    about=Unlinked("nur eine Prüfsumme der Kennung einer Abmeldung"),
    purpose="jede Abmeldung nur einmal annehmen",
    deletion=Deletion.SIGN_IN_OVER,
)


class Flow(Base):
    """A sign-in under way: found by its state, used once, by the browser that began it."""

    __tablename__ = "oidc_flows"
    __table_args__ = ({"info": _FLOW},)

    state_sha256: Mapped[bytes] = mapped_column(primary_key=True)
    browser_sha256: Mapped[bytes]
    nonce: Mapped[str]
    verifier: Mapped[str]
    target: Mapped[str]
    begun_at: Mapped[datetime] = mapped_column(index=True)


class UsedLogoutToken(Base):
    """``receipt`` is of the delivery that was first."""

    __tablename__ = "oidc_logout_tokens"
    __table_args__ = ({"info": _LOGOUT},)

    token_sha256: Mapped[bytes] = mapped_column(primary_key=True)
    receipt: Mapped[UUID]
    used_at: Mapped[datetime] = mapped_column(index=True)


class Registration(Base):
    """What the subjects of an issuer were made from, when the first of them was seen."""

    __tablename__ = "oidc_registrations"

    issuer: Mapped[str] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    subject_claim: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    client_id: Mapped[str] = mapped_column(info=NOT_PERSONAL)


flows = table_of(Flow)
used_logout_tokens = table_of(UsedLogoutToken)
registrations = table_of(Registration)
