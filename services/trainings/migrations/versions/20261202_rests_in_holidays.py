"""Gatherings whose deadlines rest in school holidays."""

import sqlalchemy as sa
from alembic import op

revision = "20261202_rests_in_holidays"
down_revision = "20261202_certificate_senders"


def upgrade() -> None:
    op.add_column(
        "gatherings",
        sa.Column("rests_in_holidays", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("gatherings") as table:
        table.alter_column("rests_in_holidays", server_default=None)


def downgrade() -> None:
    op.drop_column("gatherings", "rests_in_holidays")
