"""Pictures, each of one person."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from services.directory.people.values import SeenBy
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_PICTURED = personal(
    Kind.PICTURE,
    about="person_id",
    purpose="jemanden wiedererkennen, der das möchte",
    deletion=Deletion.WITH_PERSON,
)


class Photo(OfTenant, Base):
    """A picture that somebody has put up of themselves; each has another id, which nobody guesses.

    ``key`` is where it lies in the store of files.
    """

    __tablename__ = "photos"
    __table_args__ = (UniqueConstraint("person_id"), Index("photos_of_tenant", "tenant"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, info=NOT_PERSONAL)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), info=identifying(_PICTURED)
    )
    key: Mapped[str] = mapped_column(info=_PICTURED)
    sha256: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    seen_by: Mapped[SeenBy] = mapped_column(
        Code(SeenBy), info=_PICTURED | {"label": "Wer sieht es?"}
    )
    uploaded_at: Mapped[datetime] = mapped_column(info=_PICTURED)


photos = table_of(Photo)
