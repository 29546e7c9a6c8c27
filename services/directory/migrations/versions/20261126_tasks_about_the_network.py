"""Tasks about the network."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_tasks_about_the_network"
down_revision = "20261126_documents_of_three"


def upgrade() -> None:
    op.create_table(
        "gap_tasks",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["organizations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("gap_tasks_in_order", "gap_tasks", ["tenant", "due_on", "id"], unique=False)
    op.create_index(op.f("ix_gap_tasks_school_id"), "gap_tasks", ["school_id"], unique=False)
