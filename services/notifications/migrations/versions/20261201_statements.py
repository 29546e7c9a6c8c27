"""Copies of statements that are voted on."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261201_statements"
down_revision = "20261201_sealed_answers"


def upgrade() -> None:
    op.create_table(
        "statements",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("closes_at", Moment(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("statement_id"),
    )
