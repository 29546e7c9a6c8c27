"""Feedback about gatherings."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261130_feedback"
down_revision = "20261128_urns"


def upgrade() -> None:
    op.create_table(
        "feedbacks",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("closes_at", Moment(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("rights", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "gatherings",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("gathering_id"),
    )
    op.create_index("feedbacks_in_order", "feedbacks", ["tenant", "last_day", "id"])


def downgrade() -> None:
    op.drop_table("gatherings")
    op.drop_table("feedbacks")
