"""Names of municipalities."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_names_of_municipalities"
down_revision = "20261126_revoked_clients"


def upgrade() -> None:
    op.create_table(
        "organizations",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id"),
    )
