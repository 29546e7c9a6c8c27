"""Inbox."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261127_inbox"
down_revision = "20261127_merged_people"


def upgrade() -> None:
    op.create_table(
        "inbox_items",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", Moment(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("message_id", "person_id"),
    )
    op.create_index("ix_inbox_items_person_id", "inbox_items", ["person_id"])
    op.create_index("messages_role", "messages", ["tenant", "role", "created_at"])
