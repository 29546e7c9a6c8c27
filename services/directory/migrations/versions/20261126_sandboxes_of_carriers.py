"""Sandboxes of carriers."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_sandboxes_of_carriers"
down_revision = "20261126_told_covers"


def upgrade() -> None:
    op.create_table(
        "sandboxes",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["carrier_id"],
            ["organizations.id"],
        ),
        sa.ForeignKeyConstraint(
            ["trial_id"],
            ["organizations.id"],
        ),
        sa.PrimaryKeyConstraint("carrier_id"),
    )
