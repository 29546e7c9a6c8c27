"""Guests of gatherings."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261128_guests"
down_revision = "20261128_called_off_seats"


def upgrade() -> None:
    op.create_table(
        "guests",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("gathering_id", "address"),
    )
    op.create_index("guests_of_address", "guests", ["address", "asked_at"], unique=False)
