"""Merged people."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_merged_people"
down_revision = "20261127_hours"


def upgrade() -> None:
    op.create_table(
        "merged_people",
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("survivor_id", sa.Uuid(), nullable=False),
        sa.Column("tightened", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("merged_id"),
    )
    op.create_index("ix_merged_people_survivor_id", "merged_people", ["survivor_id"])
