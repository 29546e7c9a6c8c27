"""Sealed answers."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261201_sealed_answers"
down_revision = "20261201_feedback_reminders"


def upgrade() -> None:
    op.create_table(
        "sealed_answers",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("happened_at", Moment(), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("sealed_answers_in_order", "sealed_answers", ["happened_at"], unique=False)
