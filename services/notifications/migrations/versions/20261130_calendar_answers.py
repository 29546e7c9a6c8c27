"""Which calendar does not come to what."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261130_calendar_answers"
down_revision = "20261130_apologised"


def upgrade() -> None:
    op.add_column("calendar_entries", sa.Column("declined_at", Moment(), nullable=True))
    op.create_index("calendar_entries_of_date", "calendar_entries", ["date_id"])
