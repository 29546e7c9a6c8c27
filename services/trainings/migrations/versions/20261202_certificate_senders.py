"""Where letters reach the office, and where it issues certificates."""

import sqlalchemy as sa
from alembic import op

revision = "20261202_certificate_senders"
down_revision = "20261202_school_type_quotas"


def upgrade() -> None:
    op.create_table(
        "certificate_senders",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant"),
    )


def downgrade() -> None:
    op.drop_table("certificate_senders")
