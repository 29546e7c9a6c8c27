"""Organizations in a hierarchy, with what they offer."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_organizations_in_a"
down_revision = "20261126_files_worked_off_beside"


def upgrade() -> None:
    whole = sa.Column("part_of", sa.Uuid(), sa.ForeignKey("organizations.id"), nullable=True)
    op.add_column("organizations", whole, inline_references=True)
    for name in ("district", "topics", "offers", "phone"):
        op.add_column("organizations", sa.Column(name, sa.String(), nullable=True))
    op.create_index(op.f("ix_organizations_part_of"), "organizations", ["part_of"], unique=False)
