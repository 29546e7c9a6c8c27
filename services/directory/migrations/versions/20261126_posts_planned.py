"""Posts planned."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Hundredths

revision = "20261126_posts_planned"
down_revision = "20261126_entries_and_former"


def upgrade() -> None:
    op.create_table(
        "posts",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("fte", Hundredths(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("vacant_since", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["carrier_id"],
            ["organizations.id"],
        ),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["organizations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_posts_school_id"), "posts", ["school_id"], unique=False)
    op.create_index("posts_in_order", "posts", ["tenant", "valid_from", "id"], unique=False)
