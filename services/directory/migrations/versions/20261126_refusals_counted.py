"""Refusals counted."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_refusals_counted"
down_revision = "20261126_passkeys_and_notices"


def upgrade() -> None:
    op.create_table(
        "refusals",
        sa.Column("hour", Moment(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "kind"),
    )
