"""Quotas of a day."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_quotas_of_a_day"
down_revision = "20261125_one_name_each"


def upgrade() -> None:
    op.create_table(
        "quotas",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint("used <= most", name="quotas_within"),
        sa.PrimaryKeyConstraint("day", "subject"),
    )
