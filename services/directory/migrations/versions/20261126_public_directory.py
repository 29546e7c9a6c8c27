"""Public directory."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_public_directory"
down_revision = "20261126_posts_planned"


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("indexed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant"),
    )
