"""What was asked for: by which browser, for which address, how often it was guessed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal

_ASKED = personal(
    Kind.CONTACT,
    Kind.TECHNICAL,
    about=Unlinked("wer die Adresse eingibt, muss niemand von uns sein"),
    purpose="einen Code schicken und prüfen, und niemanden damit überschütten",
    deletion=Deletion.TWO_DAYS,
)


class CodeRequest(Base):
    """``wanted`` counts how often the mail was asked for, ``told`` how often it was passed on."""

    __tablename__ = "code_requests"
    __table_args__ = (
        Index("code_requests_of_browser", "browser_hash", "created_at"),
        Index("code_requests_of_address", "address", "known_browser", "created_at"),
        {"info": _ASKED},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    browser_hash: Mapped[UUID]
    address: Mapped[str]
    known_browser: Mapped[bool]
    browser: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    wanted: Mapped[int] = mapped_column(default=1, info=NOT_PERSONAL)
    told: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
