"""Whether somebody wants mails in the school holidays; whoever has chosen hours does, as before."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_school_holidays"
down_revision = "20261127_webhooks"


def upgrade() -> None:
    op.add_column(
        "own_hours",
        sa.Column("in_school_holidays", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
