"""When a gathering's feedback is brought to mind, and how many mails that was."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261201_feedback_reminders"
down_revision = "20261130_calendar_answers"


def upgrade() -> None:
    op.create_table(
        "feedback_reminders",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("sent", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("gathering_id"),
    )
    op.create_index("feedback_reminders_due", "feedback_reminders", ["taken_at", "due_at"])


def downgrade() -> None:
    op.drop_table("feedback_reminders")
