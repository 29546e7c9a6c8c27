"""Accounts of all municipalities are read in their order."""

from alembic import op

revision = "20261126_accounts_of_all"
down_revision = "20261126_barrier_reports"


def upgrade() -> None:
    op.create_index("people_in_order", "people", ["name_key", "given_name", "id"])
