"""One template of each version."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index(
        "templates_version",
        "templates",
        ["tenant", "carrier_id", "school_type", "version"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
