"""Codes of lists that grow have no length."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_codes_without_length"
down_revision = "20261125_causes_pauses_leases"

CODES = (
    ("letters", "kind"),
    ("letters", "role"),
    ("kept_mails", "kind"),
    ("kept_mails", "role"),
    ("given_up", "kind"),
    ("given_up", "role"),
    ("organizations", "kind"),
)


def upgrade() -> None:
    """SQLite keeps longer text in these columns as they are."""
    if op.get_context().dialect.name == "postgresql":
        for table, column in CODES:
            op.alter_column(table, column, type_=sa.String(), existing_nullable=False)
