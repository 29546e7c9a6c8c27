"""Somebody whom the directory does not know asks for their data, or to be erased."""

import sqlalchemy as sa
from alembic import op

revision = "20261204_requests_from_outside"
down_revision = "20261204_employments_by_last_day"


def upgrade() -> None:
    op.add_column(
        "privacy_requests",
        sa.Column("outside", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("privacy_requests") as table:
        table.alter_column("outside", server_default=None)


def downgrade() -> None:
    op.drop_column("privacy_requests", "outside")
