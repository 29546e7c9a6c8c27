"""Organizations have one name."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_one_name_each"
down_revision = "20261125_employments"


def upgrade() -> None:
    op.create_index(
        "organizations_by_name",
        "organizations",
        ["tenant", "kind", "name"],
        unique=True,
        postgresql_where=sa.text("school_number IS NULL"),
        sqlite_where=sa.text("school_number IS NULL"),
    )
