"""A copy of the requests for codes, and how far the mail with each has come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.contracts.accounts import SecurityNotice
from shared.database.tables import table_of
from shared.database.types import Code
from shared.json import Json
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_ASKED = personal(
    Kind.CONTACT,
    Kind.TECHNICAL,
    about="person_id",
    purpose="den Code zum Anmelden an die Adresse schicken",
    deletion=Deletion.CODE_USED,
)
_SENT = personal(
    Kind.TECHNICAL,
    about="request_id -> code_requests(request_id).person_id",
    purpose="den Code zum Anmelden einmal schicken",
    deletion=Deletion.CODE_USED,
)


class CodeRequest(Base):
    """A copy of the directory's record; the code in it only this service can read.

    With a ``notice`` there is no code.
    """

    __tablename__ = "code_requests"
    __table_args__ = ({"info": _ASKED},)

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    person_id: Mapped[UUID] = mapped_column(index=True, info=identifying(_ASKED))
    address: Mapped[str]
    sealed_code: Mapped[str]
    browser: Mapped[str]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    notice: Mapped[str | None] = mapped_column(Code(SecurityNotice), default=None)
    invited: Mapped[Json | None] = mapped_column(JSON(none_as_null=True), default=None)


class CodeMail(Base):
    """``handled`` is the version of the request that a mail was sent for, or given up."""

    __tablename__ = "code_mails"
    __table_args__ = ({"info": _SENT},)

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    handled: Mapped[int] = mapped_column(BigInteger, info=NOT_PERSONAL)
    failure: Mapped[str | None] = mapped_column(String(20), default=None)
    not_before: Mapped[datetime]
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    leased_by: Mapped[UUID | None] = mapped_column(default=None, info=NOT_PERSONAL)


requests = table_of(CodeRequest)
mails = table_of(CodeMail)
