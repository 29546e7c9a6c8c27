"""Relationships with days."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_relationships_with_days"
down_revision = "20261126_organizations_in_a"


def upgrade() -> None:
    op.create_table(
        "relationships",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("from_organization_id", sa.Uuid(), nullable=True),
        sa.Column("from_person_id", sa.Uuid(), nullable=True),
        sa.Column("to_organization_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("contact_order", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["from_organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["from_person_id"], ["people.id"]),
        sa.ForeignKeyConstraint(["to_organization_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_relationships_from_organization_id"),
        "relationships",
        ["from_organization_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_relationships_from_person_id"), "relationships", ["from_person_id"], unique=False
    )
    op.create_index(
        "relationships_in_order", "relationships", ["tenant", "valid_from", "id"], unique=False
    )
    op.create_index(
        "relationships_of_target", "relationships", ["to_organization_id", "type"], unique=False
    )
