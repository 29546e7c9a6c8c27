"""Organizations open and close."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261127_organizations_close"
down_revision = "20261127_coordination_handed_in"


def upgrade() -> None:
    for name in ("valid_from", "valid_to"):
        op.add_column("organizations", sa.Column(name, sa.Date(), nullable=True))
    successor = sa.Column(
        "successor_id", sa.Uuid(), sa.ForeignKey("organizations.id"), nullable=True
    )
    op.add_column("organizations", successor, inline_references=True)
    op.add_column("organizations", sa.Column("former_number", sa.String(), nullable=True))
    op.create_index("ix_organizations_successor_id", "organizations", ["successor_id"])
    op.create_table(
        "organization_acts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_organization_acts_organization_id", "organization_acts", ["organization_id"]
    )
    op.create_index("organization_acts_of_tenant", "organization_acts", ["tenant", "at"])
