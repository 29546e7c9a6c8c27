"""The endpoints of carriers and municipalities: nobody is named."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL


class Endpoint(OfTenant, Versioned, Base):
    """Without a ``carrier_id`` it is the municipality's own.

    ``failing_since`` is the first failure after the last success, ``told`` how much of that its
    keepers know.
    """

    __tablename__ = "endpoints"
    __table_args__ = (Index("endpoints_tenant", "tenant", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    carrier_id: Mapped[UUID | None] = mapped_column(info=NOT_PERSONAL)
    name: Mapped[str] = mapped_column(String(80), info=NOT_PERSONAL | {"label": "Bezeichnung"})
    url: Mapped[str] = mapped_column(String(500), info=NOT_PERSONAL | {"label": "Adresse"})
    types: Mapped[list[str]] = mapped_column(JSON, info=NOT_PERSONAL | {"label": "Ereignisse"})
    state: Mapped[str] = mapped_column(String(20), info=NOT_PERSONAL | {"label": "Zustand"})
    secret: Mapped[bytes] = mapped_column(info=NOT_PERSONAL)
    secret_since: Mapped[datetime] = mapped_column(info=NOT_PERSONAL)
    former_secret: Mapped[bytes | None] = mapped_column(default=None, info=NOT_PERSONAL)
    former_until: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    created_at: Mapped[datetime] = mapped_column(info=NOT_PERSONAL | {"label": "Angelegt"})
    reached_at: Mapped[datetime | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Zuletzt angenommen"}
    )
    failing_since: Mapped[datetime | None] = mapped_column(default=None, info=NOT_PERSONAL)
    told: Mapped[str | None] = mapped_column(String(20), default=None, info=NOT_PERSONAL)


endpoints = table_of(Endpoint)
