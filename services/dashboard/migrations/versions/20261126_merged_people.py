"""Merged people."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_merged_people"
down_revision = "20261126_revoked_clients"


def upgrade() -> None:
    op.create_table(
        "merged_people",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("survivor_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("merged_id"),
    )
