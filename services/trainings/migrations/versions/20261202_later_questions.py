"""Questions that are asked once the office has agreed."""

import sqlalchemy as sa
from alembic import op

revision = "20261202_later_questions"
down_revision = "20261202_rests_in_holidays"


def upgrade() -> None:
    op.add_column(
        "questions", sa.Column("later", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    with op.batch_alter_table("questions") as table:
        table.alter_column("later", server_default=None)


def downgrade() -> None:
    op.drop_column("questions", "later")
