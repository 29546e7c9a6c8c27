"""Quotas that end, and what went over with a merge."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_seats"
down_revision = "20261127_gatherings"


def upgrade() -> None:
    op.add_column("seat_quotas", sa.Column("until", sa.Date(), nullable=True))
    op.create_table(
        "merged_rows",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("merge_id", "place", "row_id"),
    )


def downgrade() -> None:
    op.drop_table("merged_rows")
    op.drop_column("seat_quotas", "until")
