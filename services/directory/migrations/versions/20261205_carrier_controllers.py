"""Who answers for a carrier's data, and under which law."""

import sqlalchemy as sa
from alembic import op

revision = "20261205_carrier_controllers"
down_revision = "20261204_requests_from_outside"


def upgrade() -> None:
    op.create_table(
        "carrier_controllers",
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("law", sa.String(), nullable=True),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("officer_address", sa.String(), nullable=False),
        sa.Column("officer_email", sa.String(), nullable=False),
        sa.Column("officer_phone", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["carrier_id"],
            ["organizations.id"],
        ),
        sa.PrimaryKeyConstraint("carrier_id"),
    )
