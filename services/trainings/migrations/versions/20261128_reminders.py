"""Of which day whoever has an action item was reminded."""

import sqlalchemy as sa
from alembic import op

revision = "20261128_reminders"
down_revision = "20261128_projects"


def upgrade() -> None:
    with op.batch_alter_table("action_items") as table:
        table.add_column(sa.Column("told_before", sa.Date(), nullable=True))
        table.add_column(sa.Column("told_after", sa.Date(), nullable=True))
        table.create_index("action_items_due", ["state", "due_on"])


def downgrade() -> None:
    with op.batch_alter_table("action_items") as table:
        table.drop_index("action_items_due")
        table.drop_column("told_after")
        table.drop_column("told_before")
