"""Told covers."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_told_covers"
down_revision = "20261126_notices_that_invite"


def upgrade() -> None:
    op.create_table(
        "told_covers",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("leave_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("employment_id", sa.Uuid(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employment_id"],
            ["employments.id"],
        ),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["organizations.id"],
        ),
        sa.PrimaryKeyConstraint("leave_id", "school_id"),
    )
    op.create_index("told_covers_employment", "told_covers", ["employment_id"], unique=False)
