"""What only the directory knows of a sign-in; the sessions themselves are shared.web.sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.privacy.declared import Deletion, Kind, personal

_SIGN_IN = personal(
    Kind.TECHNICAL,
    about="session_id -> sessions(session_id).person_id",
    purpose="die eigenen Anmeldungen erkennen, beim Anbieter abmelden",
    deletion=Deletion.SIGNED_OUT,
)


class SignIn(Base):
    """``browser`` is a rough name of it, such as "Firefox, Windows".

    ``proven_at`` is when its user last proved who they are; if None, when the sign-in began.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (Index("sign_ins_of_provider", "issuer", "idp_sid"), {"info": _SIGN_IN})

    session_id: Mapped[UUID] = mapped_column(
        ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True
    )
    browser: Mapped[str]
    issuer: Mapped[str | None]
    idp_sid: Mapped[str | None]
    id_token: Mapped[str | None]
    proven_at: Mapped[datetime | None]
