"""Revoked clients."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_revoked_clients"
down_revision = "20261126_second_steps"


def upgrade() -> None:
    op.create_table(
        "revoked_clients",
        sa.Column("revocation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.String(length=80), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("revocation_id"),
    )
    op.create_index(
        op.f("ix_revoked_clients_revoked_at"), "revoked_clients", ["revoked_at"], unique=False
    )
