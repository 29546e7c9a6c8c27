"""Calendars that do not come."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261130_calendar_declines"
down_revision = "20261130_apologised"


def upgrade() -> None:
    op.create_table(
        "calendar_declines",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("date_id", sa.Uuid(), nullable=False),
        sa.Column("declined_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"]),
        sa.PrimaryKeyConstraint("registration_id"),
    )
