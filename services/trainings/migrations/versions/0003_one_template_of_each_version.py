"""One template of each version."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index(
        "templates_version",
        "templates",
        ["tenant", "carrier_id", "school_type", "version"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
