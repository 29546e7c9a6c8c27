"""Copies of who may come in, and what is void; a service adds them by ``add_copies(metadata)``."""

from sqlalchemy import JSON, BigInteger, Column, MetaData, String, Table, Uuid

from shared.database.types import Moment
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_SIGNED_IN = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="wer angemeldet ist",
    deletion=Deletion.SIGNED_OUT,
)
_ACCESS = personal(
    Kind.EMPLOYMENT,
    about="person_id",
    purpose="was jemand darf",
    deletion=Deletion.WITH_PERSON,
)
_apart = MetaData()

sessions = Table(
    "sessions",
    _apart,
    Column("session_id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False, info=NOT_PERSONAL),
    Column("person_id", Uuid, nullable=False, index=True, info=identifying(_SIGNED_IN)),
    Column("method", String(40), nullable=False, info=_SIGNED_IN | {"label": "Anmeldung"}),
    Column("started_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False, index=True),
    info=_SIGNED_IN,
)
access = Table(
    "access",
    _apart,
    Column("person_id", Uuid, primary_key=True, info=identifying(_ACCESS)),
    Column("version", BigInteger, nullable=False, info=NOT_PERSONAL),
    Column("grants", JSON, nullable=False),
    info=_ACCESS,
)
revoked_clients = Table(
    "revoked_clients",
    _apart,
    Column("revocation_id", Uuid, primary_key=True, info=NOT_PERSONAL),
    Column("version", BigInteger, nullable=False, info=NOT_PERSONAL),
    Column("client_id", String(80), nullable=False, info=NOT_PERSONAL),
    Column("revoked_at", Moment, nullable=False, index=True, info=NOT_PERSONAL),
)


def add_copies(metadata: MetaData) -> None:
    """The same tables among a service's own."""
    for table in (sessions, access, revoked_clients):
        table.to_metadata(metadata)
