"""Surveys invitations and answers."""

import sqlalchemy as sa
from alembic import op

revision = "20261122_surveys_invitations"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "pulses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("onboarding_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("causation_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("onboarding_id", "occasion", name="pulses_once_per_onboarding"),
    )
    op.create_index("pulses_due", "pulses", ["state", "due_on"], unique=False)
    op.create_index("pulses_of_worker", "pulses", ["tenant", "worker_id"], unique=False)
    op.create_table(
        "surveys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=False),
        sa.Column("school_year", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tenant", "occasion", "school_year", name="surveys_one_per_year"),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("ratings", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["surveys.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("answers_of_survey", "answers", ["survey_id", "published"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"],
            ["pulses.id"],
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["surveys.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("invitations_of_survey", "invitations", ["survey_id"], unique=False)
    op.create_index("invitations_to_close", "invitations", ["state", "closes_on"], unique=False)
