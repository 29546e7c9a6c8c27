"""Indexes by tenant."""

from alembic import op

revision = "20261126_indexes_by_tenant"
down_revision = "20261126_merged_people"


def upgrade() -> None:
    op.create_index("clients_of_tenant", "clients", ["tenant"], unique=False)
    op.create_index("employments_of_tenant", "employments", ["tenant"], unique=False)
    op.create_index("entries_of_tenant", "entries", ["tenant"], unique=False)
    op.create_index("departures_came", "departures", ["tenant", "recorded_at"], unique=False)
    op.create_index("scim_questions_of_tenant", "scim_questions", ["tenant", "id"], unique=False)
