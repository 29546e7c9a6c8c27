"""Leaves of absence."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_leaves_of_absence"
down_revision = "20261126_indexes_by_tenant"


def upgrade() -> None:
    op.create_table(
        "leaves",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("leave_id", sa.Uuid(), nullable=False),
        sa.Column("employment_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("superseded_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employment_id"],
            ["employments.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("leaves_came", "leaves", ["tenant", "recorded_at"], unique=False)
    op.create_index("leaves_in_order", "leaves", ["tenant", "id"], unique=False)
    op.create_index("leaves_of_employment", "leaves", ["employment_id", "first_day"], unique=False)
