"""Who was invited by whom."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_invitations"
down_revision = "20261126_revoked_clients"


def upgrade() -> None:
    op.add_column("code_requests", sa.Column("invited", sa.JSON(), nullable=True))
