"""When mails may go out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.models import Base
from shared.database.tables import OfTenant, Tenant, table_of
from shared.database.versions import Versioned
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal

_OWN = personal(
    Kind.TECHNICAL,
    about="person_id",
    purpose="zu welchen Zeiten jemand Mails bekommen will",
    deletion=Deletion.WITH_PERSON,
)


class TownHours(OfTenant, Versioned, Base):
    """A municipality's; where there is no row, or it does not hold, mails go out at any hour."""

    __tablename__ = "town_hours"

    tenant: Mapped[Tenant] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    holds: Mapped[bool] = mapped_column(info=NOT_PERSONAL | {"label": "Ruhezeiten einhalten"})
    days: Mapped[list[str]] = mapped_column(JSON, info=NOT_PERSONAL | {"label": "Tage"})
    opens: Mapped[int] = mapped_column(SmallInteger, info=NOT_PERSONAL | {"label": "Von"})
    closes: Mapped[int] = mapped_column(SmallInteger, info=NOT_PERSONAL | {"label": "Bis"})
    on_holidays: Mapped[bool] = mapped_column(
        info=NOT_PERSONAL | {"label": "Auch an Feiertagen senden"}
    )


class OwnHours(Base):
    """A person's own, whatever the municipality."""

    __tablename__ = "own_hours"
    __table_args__ = ({"info": _OWN},)

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=identifying(_OWN))
    days: Mapped[list[str]] = mapped_column(JSON, info={"label": "Tage"})
    opens: Mapped[int] = mapped_column(SmallInteger, info={"label": "Von"})
    closes: Mapped[int] = mapped_column(SmallInteger, info={"label": "Bis"})
    in_school_holidays: Mapped[bool] = mapped_column(info={"label": "Auch in den Schulferien"})
    changed_at: Mapped[datetime] = mapped_column(info={"label": "Seit"})


town_hours = table_of(TownHours)
own_hours = table_of(OwnHours)
