"""Documents of groups and employments as well."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_documents_of_three"
down_revision = "20261126_scans_that_failed"


def upgrade() -> None:
    with op.batch_alter_table("documents") as documents:
        documents.alter_column("organization_id", existing_type=sa.Uuid(), nullable=True)
        for name, table in (("group_id", "people_groups"), ("employment_id", "employments")):
            documents.add_column(sa.Column(name, sa.Uuid(), nullable=True))
            documents.create_unique_constraint(f"documents_{name}_title_key", [name, "title"])
            documents.create_foreign_key(f"documents_{name}_fkey", table, [name], ["id"])
