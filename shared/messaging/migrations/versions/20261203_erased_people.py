"""Erased people."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261203_erased_people"
down_revision = "20261203_audit_seals"


def upgrade() -> None:
    op.create_table(
        "erased_people",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
