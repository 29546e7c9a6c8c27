"""The items of agendas."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.agenda.values import ItemKind, Outcome
from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, identifying, personal
from shared.web.conflicts import Unreachable

_OWNER = personal(
    Kind.PARTICIPATION,
    about="owner_id",
    purpose="wer einen Punkt der Tagesordnung vorstellt",
    deletion=Deletion.LOSES_ITS_PERSON,
)


class AgendaItem(OfTenant, Versioned, Base):
    """``carried_from`` is the item of an earlier meeting, which comes back once."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        Index("agenda_items_of_gathering", "gathering_id", "position"),
        Index("agenda_items_once", "carried_from", unique=True),
        Index("agenda_items_kept", "tenant", "outcome"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), info=NOT_PERSONAL)
    position: Mapped[int] = mapped_column(SmallInteger, info=NOT_PERSONAL)
    title: Mapped[str] = mapped_column(default=None, info=NOT_PERSONAL | {"label": "Punkt"})
    minutes: Mapped[int] = mapped_column(
        SmallInteger, default=None, info=NOT_PERSONAL | {"label": "Dauer"}
    )
    kind: Mapped[ItemKind] = mapped_column(
        Code(ItemKind), default=None, info=NOT_PERSONAL | {"label": "Art"}
    )
    owner_id: Mapped[UUID | None] = mapped_column(default=None, info=identifying(_OWNER))
    role: Mapped[str] = mapped_column(default="", info=NOT_PERSONAL | {"label": "Wer"})
    note: Mapped[str] = mapped_column(default="", info=NOT_PERSONAL | {"label": "Notiz"})
    papers: Mapped[str] = mapped_column(default="", info=NOT_PERSONAL | {"label": "Unterlagen"})
    carried_from: Mapped[UUID | None] = mapped_column(
        ForeignKey("agenda_items.id"), default=None, info=NOT_PERSONAL
    )
    outcome: Mapped[Outcome | None] = mapped_column(Code(Outcome), default=None, info=NOT_PERSONAL)


agenda_items = table_of(AgendaItem)
CONSTRAINTS = {
    "agenda_items.carried_from": Unreachable("the gathering is locked while an item comes back"),
}
