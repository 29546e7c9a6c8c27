"""Presence hours."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_presence_hours"
down_revision = "20261126_proofs_of_use_handed_in"


def upgrade() -> None:
    op.create_table(
        "presences",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_number", sa.String(), nullable=False),
        sa.Column("weekday", sa.String(), nullable=False),
        sa.Column("begins", sa.String(), nullable=False),
        sa.Column("ends", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_presences_person_id"), "presences", ["person_id"], unique=False)
    op.create_index("presences_of_tenant", "presences", ["tenant"], unique=False)
