"""Merged people."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_merged_people"
down_revision = "20261126_revoked_clients"


def upgrade() -> None:
    op.add_column("people", sa.Column("merged_into", sa.Uuid(), nullable=True))
