"""Gatherings that stand in for each other."""

import sqlalchemy as sa
from alembic import op

revision = "20261201_alike"
down_revision = "20261201_seat_promises"


def upgrade() -> None:
    op.add_column("gatherings", sa.Column("alike_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_gatherings_alike_id"), "gatherings", ["alike_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_gatherings_alike_id"), "gatherings")
    op.drop_column("gatherings", "alike_id")
