"""Copies read."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_copies_read"
down_revision = "20261126_claims_and_causes"


def upgrade() -> None:
    op.create_table(
        "copies_read",
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "partition"),
    )
