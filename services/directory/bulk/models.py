"""Long files that are being worked off, and what became of their rows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal

_FILE = personal(
    Kind.IDENTITY,
    Kind.CONTACT,
    Kind.EMPLOYMENT,
    about=Unlinked("die Datei nennt viele, und wird geleert, sobald sie abgearbeitet ist"),
    purpose="eine lange Meldung abarbeiten, auch über einen Neustart hinweg",
    deletion=Deletion.REPLAY,
)
_ANSWER = personal(
    Kind.TECHNICAL,
    Kind.EMPLOYMENT,
    about=Unlinked("die Antwort nennt Kennungen nur in ihrem Text"),
    purpose="dem Träger sagen, was aus jeder Zeile wurde",
    deletion=Deletion.REPLAY,
)


class BulkRequest(OfTenant, Base):
    """``done`` rows of ``total`` are stored with their answers; ``content`` empties at the end."""

    __tablename__ = "bulk_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    carrier_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    client_id: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    kind: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    media_type: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    content: Mapped[bytes | None] = mapped_column(info=_FILE)
    total: Mapped[int] = mapped_column(info=NOT_PERSONAL)
    received_at: Mapped[datetime] = mapped_column(index=True, info=NOT_PERSONAL)
    done: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    created: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    unchanged: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    refused: Mapped[int] = mapped_column(default=0, info=NOT_PERSONAL)
    failed: Mapped[bool] = mapped_column(default=False, info=NOT_PERSONAL)
    finished_at: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)


class BulkRow(OfTenant, Base):
    """What became of one row; ``place`` counts the rows that are not empty, from 1."""

    __tablename__ = "bulk_rows"
    __table_args__ = ({"info": _ANSWER},)

    request_id: Mapped[UUID] = mapped_column(ForeignKey("bulk_requests.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    answer: Mapped[str] = mapped_column(Text)


bulk_requests = table_of(BulkRequest)
bulk_rows = table_of(BulkRow)
