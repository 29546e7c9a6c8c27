"""One template of each version."""

from alembic import op

revision = "20261125_one_template_a_version"
down_revision = "20261125_employments"


def upgrade() -> None:
    op.create_index(
        "templates_version",
        "templates",
        ["tenant", "carrier_id", "school_type", "version"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
