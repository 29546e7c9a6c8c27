"""Codes of lists that grow have no length."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_codes_without_length"
down_revision = "20261122_what_was_seen"


def upgrade() -> None:
    """SQLite keeps longer text in this column as it is."""
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("organizations", "kind", type_=sa.String(), existing_nullable=False)
