"""Retention."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261203_retention"
down_revision = "20261203_erased_people"


def upgrade() -> None:
    op.create_table(
        "holds",
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("hold_id"),
    )
    op.create_table(
        "retention_runs",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("deletion", sa.String(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rule", "day"),
    )
