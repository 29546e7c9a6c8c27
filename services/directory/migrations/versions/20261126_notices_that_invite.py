"""Notices that invite."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_notices_that_invite"
down_revision = "20261126_how_a_consultation_was"


def upgrade() -> None:
    op.add_column(
        "notices", sa.Column("invites", sa.Boolean(), nullable=False, server_default=sa.false())
    )
