"""Reports of surveys, frozen when they are published."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261202_survey_reports"
down_revision = "20261202_planned_surveys"


def upgrade() -> None:
    op.create_table(
        "survey_reports",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("asked_whom", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["planned_surveys.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("survey_id"),
    )
    op.create_index("survey_reports_in_order", "survey_reports", ["tenant", "published_at", "id"])


def downgrade() -> None:
    op.drop_table("survey_reports")
