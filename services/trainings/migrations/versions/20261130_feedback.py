"""About which gatherings feedback is asked for."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261130_feedback"
down_revision = "20261130_certificate_details"


def upgrade() -> None:
    op.create_table(
        "feedback_plans",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"]),
        sa.PrimaryKeyConstraint("gathering_id"),
    )


def downgrade() -> None:
    op.drop_table("feedback_plans")
