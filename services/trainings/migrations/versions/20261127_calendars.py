"""Feeds of people, and what stands in the public calendar."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261127_calendars"
down_revision = "20261127_actions"


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
        sa.UniqueConstraint("tenant", "person_id"),
    )
    op.create_index(
        op.f("ix_calendar_feeds_person_id"), "calendar_feeds", ["person_id"], unique=False
    )
    op.create_table(
        "public_gatherings",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
        ),
        sa.PrimaryKeyConstraint("gathering_id"),
    )
