"""Barrier reports."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_barrier_reports"
down_revision = "20261126_second_factors"


def upgrade() -> None:
    op.create_table(
        "barrier_reports",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "barrier_reports_in_order", "barrier_reports", ["tenant", "settled_at"], unique=False
    )
