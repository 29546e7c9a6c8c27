"""Preferences."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_preferences"
down_revision = "20261126_messages"


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "topic", "channel"),
    )
