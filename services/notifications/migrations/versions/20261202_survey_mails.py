"""When the people of a survey are written to, and how many mails that was."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261202_survey_mails"
down_revision = "20261201_statements"


def upgrade() -> None:
    op.create_table(
        "survey_mailings",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("reminds", sa.Boolean(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("survey_id", "reminds"),
    )
    op.create_index("survey_mailings_due", "survey_mailings", ["sent", "due_at"])


def downgrade() -> None:
    op.drop_table("survey_mailings")
