"""Questions at registration with their answers, and gatherings for a group."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261129_questions"
down_revision = "20261128_workshops"


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("decisive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("gathering_id", "text"),
    )
    op.create_table(
        "answer_limits",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"]),
        sa.PrimaryKeyConstraint("gathering_id"),
    )
    op.create_table(
        "answer_sheets",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=False),
        sa.Column("review_since", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"]),
        sa.PrimaryKeyConstraint("registration_id"),
    )
    op.create_table(
        "registration_answers",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"]),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"]),
        sa.PrimaryKeyConstraint("registration_id", "question_id"),
    )
    op.create_index("answers_of_question", "registration_answers", ["question_id"], unique=False)
    op.create_table(
        "invited_groups",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"]),
        sa.PrimaryKeyConstraint("gathering_id"),
    )


def downgrade() -> None:
    for table in (
        "invited_groups",
        "registration_answers",
        "answer_sheets",
        "answer_limits",
        "questions",
    ):
        op.drop_table(table)
