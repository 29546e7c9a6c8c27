"""What went over to somebody, so that it can go back."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL
from shared.web.conflicts import Conflict, Unreachable


class MergedRow(OfTenant, Base):
    """A row of ``place``, a table with its column, in which an id was replaced by a merge."""

    __tablename__ = "merged_rows"

    merge_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    place: Mapped[str] = mapped_column(primary_key=True, info=NOT_PERSONAL)
    row_id: Mapped[UUID] = mapped_column(primary_key=True, info=NOT_PERSONAL)


merged_rows = table_of(MergedRow)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "merged_rows.merge_id, merged_rows.place, merged_rows.row_id": Unreachable(
        "a merge is followed once"
    ),
}
