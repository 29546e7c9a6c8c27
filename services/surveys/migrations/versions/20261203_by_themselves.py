"""What begins by itself can be paused, and surveys come again every school year."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261203_by_themselves"
down_revision = "20261202_survey_reports"


def upgrade() -> None:
    op.create_table(
        "pauses",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "occasion"),
    )
    op.create_table(
        "idempotent_answers",
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "key"),
    )
    op.create_index(op.f("ix_idempotent_answers_at"), "idempotent_answers", ["at"], unique=False)
    op.add_column(
        "planned_surveys",
        sa.Column("yearly", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("planned_surveys", sa.Column("paused_at", Moment(), nullable=True))


def downgrade() -> None:
    op.drop_column("planned_surveys", "paused_at")
    op.drop_column("planned_surveys", "yearly")
    op.drop_table("idempotent_answers")
    op.drop_table("pauses")
