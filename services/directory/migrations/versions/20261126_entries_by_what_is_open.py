"""Entries by what is open."""

from alembic import op

revision = "20261126_entries_by_what_is_open"
down_revision = "20261126_sandboxes_of_carriers"


def upgrade() -> None:
    op.drop_index(op.f("entries_of_tenant"), table_name="entries")
    op.create_index("entries_opened", "entries", ["tenant", "name_seen_by"], unique=False)
