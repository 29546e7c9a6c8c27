"""Which programs may ask for a token, and for which carrier."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.directory.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL


class ApiClient(OfTenant, Base):
    """A program, nobody's account."""

    __tablename__ = "clients"

    client_id: Mapped[str] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    carrier_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id"), info=NOT_PERSONAL)
    secret_sha256: Mapped[bytes] = mapped_column(info=NOT_PERSONAL)
    created_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    revoked_at: Mapped[datetime | None] = mapped_column(info=NOT_PERSONAL)


clients = table_of(ApiClient)
