"""Which surveys an office has paused."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.models import Base
from shared.database.tables import OfTenant, Tenant, table_of
from shared.database.types import Moment
from shared.privacy.declared import NOT_PERSONAL
from shared.web.conflicts import Unreachable


class Pause(OfTenant, Base):
    """While it stands here, nobody is asked."""

    __tablename__ = "pauses"

    tenant: Mapped[Tenant] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    occasion: Mapped[str] = mapped_column(
        String(20), primary_key=True, info=NOT_PERSONAL | {"label": "Anlass"}
    )
    since: Mapped[datetime] = mapped_column(Moment, info=NOT_PERSONAL | {"label": "Pausiert seit"})


pauses = table_of(Pause)
CONSTRAINTS = {"pauses.tenant, pauses.occasion": Unreachable("passed over")}
