"""Causes of what was given up, pauses, and who holds a lease."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261125_causes_pauses_leases"
down_revision = "20261125_employments"


def upgrade() -> None:
    op.create_table(
        "delivery_pauses",
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("next_try_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("holder"),
    )
    op.create_table(
        "given_up",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("reply", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("given_up_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("letter_id"),
    )
    op.create_index("given_up_cause", "given_up", ["cause", "letter_id"], unique=False)
    op.add_column("letters", sa.Column("leased_by", sa.Uuid(), nullable=True))
    op.add_column("letters", sa.Column("put_back_at", Moment(), nullable=True))
