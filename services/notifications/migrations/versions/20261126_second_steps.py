"""What changed in somebody's second step."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_second_steps"
down_revision = "20261126_notices"


def upgrade() -> None:
    op.add_column("code_requests", sa.Column("notice", sa.String(), nullable=True))
