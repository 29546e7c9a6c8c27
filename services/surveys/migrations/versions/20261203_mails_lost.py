"""How many people of a survey no mail could reach."""

import sqlalchemy as sa
from alembic import op

revision = "20261203_mails_lost"
down_revision = "20261203_groups_asked"


def upgrade() -> None:
    op.add_column("planned_surveys", sa.Column("mails_lost", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("planned_surveys", "mails_lost")
