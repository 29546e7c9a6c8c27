"""Legal holds."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261203_legal_holds"
down_revision = "20261203_privacy_requests"


def upgrade() -> None:
    op.create_table(
        "legal_holds",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("legal_holds_in_order", "legal_holds", ["tenant", "last_day", "id"])
    op.create_index("legal_holds_of_person", "legal_holds", ["person_id"])
