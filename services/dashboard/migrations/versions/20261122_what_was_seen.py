"""What was seen, and copies that name it."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261122_what_was_seen"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "organizations",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("school_number", sa.String(length=6), nullable=True),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id"),
    )
    op.create_table(
        "seen",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("causation_id", sa.Uuid(), nullable=True),
        sa.Column("time", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("seen_by_correlation", "seen", ["correlation_id"], unique=False)
    op.create_index("seen_by_key", "seen", ["key", "type"], unique=False)
    op.create_index("seen_by_time", "seen", ["time"], unique=False)
    op.create_index("seen_by_type", "seen", ["type", "position"], unique=False)
    op.create_table(
        "templates",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("template_id"),
    )
    op.create_index(op.f("ix_templates_tenant"), "templates", ["tenant"], unique=False)
