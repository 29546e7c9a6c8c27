"""Notices."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_notices"
down_revision = "20261126_mails_with_codes"


def upgrade() -> None:
    op.add_column("code_requests", sa.Column("notice", sa.String(), nullable=True))
