"""The office's own questions about a gathering, and the one reminder."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261201_feedback_questions"
down_revision = "20261130_feedback"


def upgrade() -> None:
    op.create_table(
        "feedback_questions",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "feedback_questions_of_gathering",
        "feedback_questions",
        ["tenant", "gathering_id", "id"],
    )
    op.add_column("feedbacks", sa.Column("questions", sa.JSON(), nullable=True))
    op.add_column("feedbacks", sa.Column("reminded_at", Moment(), nullable=True))


def downgrade() -> None:
    op.drop_column("feedbacks", "reminded_at")
    op.drop_column("feedbacks", "questions")
    op.drop_table("feedback_questions")
