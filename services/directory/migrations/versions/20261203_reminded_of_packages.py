"""Whoever is given what is kept about them is reminded once before it vanishes."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261203_reminded_of_packages"
down_revision = "20261203_privacy_reasons"


def upgrade() -> None:
    op.add_column("privacy_requests", sa.Column("reminded_at", Moment(), nullable=True))
    op.create_index(
        "privacy_requests_by_state", "privacy_requests", ["state", "kind", "announced_at"]
    )


def downgrade() -> None:
    op.drop_index("privacy_requests_by_state", "privacy_requests")
    op.drop_column("privacy_requests", "reminded_at")
