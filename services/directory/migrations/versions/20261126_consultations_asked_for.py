"""Consultations asked for."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_consultations_asked_for"
down_revision = "20261126_revoked_clients"


def upgrade() -> None:
    op.create_table(
        "consultations",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("asked_as", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts_at", Moment(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "consultations_in_order", "consultations", ["tenant", "asked_at", "id"], unique=False
    )
    op.create_index(
        "consultations_of_asker", "consultations", ["asker_id", "asked_at"], unique=False
    )
    op.create_index("consultations_settled", "consultations", ["settled_at"], unique=False)
