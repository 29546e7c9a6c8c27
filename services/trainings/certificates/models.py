"""Certificates as they were issued: what they say, their file, and what became of them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Moment
from shared.erasing.told import as_file
from shared.ids import new_id
from shared.json import Json
from shared.privacy.declared import Deletion, Kind, identifying, personal
from shared.web.conflicts import Conflict, Unreachable

_CERTIFIED = personal(
    Kind.IDENTITY,
    Kind.PARTICIPATION,
    about="registration_id -> registrations(id).person_id",
    purpose="die Teilnahme bescheinigen und eine Bescheinigung prüfen lassen",
    deletion=Deletion.THREE_YEARS_AFTER,
)
_ISSUER = personal(
    Kind.PARTICIPATION,
    about="by_id",
    purpose="nachvollziehen, wer eine Bescheinigung ausgestellt oder widerrufen hat",
    deletion=Deletion.THREE_YEARS_AFTER,
)


class Certificate(OfTenant, Base):
    """One revision, under a code of its own; an earlier one stays, and says that it is replaced."""

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("registration_id", "revision"),
        {"info": _CERTIFIED},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), index=True)
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"))
    code: Mapped[str]
    revision: Mapped[int] = mapped_column(SmallInteger)
    issued_at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_ISSUER))
    snapshot: Mapped[Json] = mapped_column(JSON)
    pdf: Mapped[bytes] = mapped_column(
        deferred=True, info={"label": "Bescheinigung als Datei"} | as_file("bescheinigung", "pdf")
    )
    sha256: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    superseded_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


certificates = table_of(Certificate)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "certificates.code": Unreachable("codes have 80 random bits"),
    "certificates.registration_id, certificates.revision": Unreachable(
        "the gathering is locked while certificates are issued"
    ),
}
