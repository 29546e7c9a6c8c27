"""Hours at which mails go out, and what is held until then."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261127_hours"
down_revision = "20261127_bounces"


def upgrade() -> None:
    op.create_table(
        "town_hours",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("opens", sa.SmallInteger(), nullable=False),
        sa.Column("closes", sa.SmallInteger(), nullable=False),
        sa.Column("on_holidays", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant"),
    )
    op.create_table(
        "own_hours",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("opens", sa.SmallInteger(), nullable=False),
        sa.Column("closes", sa.SmallInteger(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "bundles",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("group_key", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "tenant", "due_at"),
    )
    op.create_index("ix_bundles_due_at", "bundles", ["due_at"])
