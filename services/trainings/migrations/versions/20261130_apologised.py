"""Who gave up a seat may read minutes; how decisions were voted on."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_apologised"
down_revision = "20261129_questions"


def upgrade() -> None:
    op.add_column(
        "registrations",
        sa.Column("apologised", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for name in ("in_favour", "against", "abstained"):
        op.add_column("decisions", sa.Column(name, sa.Integer(), nullable=True))
