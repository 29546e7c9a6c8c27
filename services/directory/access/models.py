"""Which programs may ask for a token, for which carrier, and with which secrets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, Unlinked, personal

_ADDRESS = personal(
    Kind.TECHNICAL,
    about=Unlinked("die Netzadresse eines Programms, in der Regel eines Servers"),
    purpose="sehen, ob und von wo ein Zugang benutzt wird",
    deletion=Deletion.WITHOUT_LIMIT,
)


class ApiClient(OfTenant, Base):
    """A program, nobody's account."""

    __tablename__ = "clients"
    __table_args__ = (Index("clients_of_tenant", "tenant"),)

    client_id: Mapped[str] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    carrier_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id"), info=NOT_PERSONAL)
    scopes: Mapped[str] = mapped_column(info=NOT_PERSONAL)
    """Separated by blanks, as in a token."""
    created_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    revoked_at: Mapped[datetime | None] = mapped_column(info=NOT_PERSONAL)
    last_used_at: Mapped[datetime | None] = mapped_column(info=NOT_PERSONAL)
    last_used_from: Mapped[str | None] = mapped_column(info=_ADDRESS)


class ClientSecret(Base):
    """One of at most two that are valid at a time; ``ends_at`` is set when another takes over."""

    __tablename__ = "client_secrets"

    secret_sha256: Mapped[bytes] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    client_id: Mapped[str] = mapped_column(
        ForeignKey("clients.client_id"), index=True, info=NOT_PERSONAL
    )
    created_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    ends_at: Mapped[datetime | None] = mapped_column(info=NOT_PERSONAL)


clients = table_of(ApiClient)
client_secrets = table_of(ClientSecret)
