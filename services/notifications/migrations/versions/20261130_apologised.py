"""Who gave up a seat hears of minutes."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_apologised"
down_revision = "20261127_gatherings"


def upgrade() -> None:
    op.add_column(
        "registrations",
        sa.Column("apologised", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
