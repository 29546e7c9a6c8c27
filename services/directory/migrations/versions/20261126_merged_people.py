"""Merged people."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_merged_people"
down_revision = "20261126_tasks_about_the_network"

_HOLDS = sa.text("undone_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "merges",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survivor_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", Moment(), nullable=False),
        sa.Column("merged_by", sa.String(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.Column("signs_in_at", Moment(), nullable=True),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["merged_id"], ["people.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["survivor_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_merges_survivor_id", "merges", ["survivor_id"], unique=False)
    op.create_index("merges_in_order", "merges", ["tenant", "merged_at", "id"], unique=False)
    op.create_index(
        "merges_once",
        "merges",
        ["merged_id"],
        unique=True,
        postgresql_where=_HOLDS,
        sqlite_where=_HOLDS,
    )
    op.add_column("people", sa.Column("merged_into", sa.Uuid(), nullable=True))
    op.create_index("ix_people_merged_into", "people", ["merged_into"], unique=False)
