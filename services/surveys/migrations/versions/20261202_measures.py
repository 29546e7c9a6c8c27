"""Measures."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261202_measures"
down_revision = "20261202_framework"


def upgrade() -> None:
    op.create_table(
        "measures",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("origin_kind", sa.String(), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=False),
        sa.Column("origin_title", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("outside_name", sa.Text(), nullable=False),
        sa.Column("outside_address", sa.Text(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("asked_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("told_before", sa.Date(), nullable=True),
        sa.Column("told_after", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("measures_assigned", "measures", ["assignment_id"], unique=False)
    op.create_index(
        "measures_by_day", "measures", ["tenant", "state", "due_on", "id"], unique=False
    )
    op.create_index("measures_due", "measures", ["state", "due_on"], unique=False)
    op.create_index("measures_of_origin", "measures", ["tenant", "origin_id"], unique=False)
    op.create_index("measures_of_owner", "measures", ["tenant", "owner_id", "state"], unique=False)


def downgrade() -> None:
    op.drop_table("measures")
