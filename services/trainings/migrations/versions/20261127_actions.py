"""Actions."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261127_actions"
down_revision = "20261127_minutes"


def upgrade() -> None:
    op.create_table(
        "action_items",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("action_items_assigned", "action_items", ["assignment_id"], unique=False)
    op.create_index(
        "action_items_by_day", "action_items", ["tenant", "state", "due_on", "id"], unique=False
    )
    op.create_index("action_items_of_gathering", "action_items", ["gathering_id"], unique=False)
    op.create_index(
        "action_items_of_owner", "action_items", ["tenant", "owner_id", "state"], unique=False
    )
