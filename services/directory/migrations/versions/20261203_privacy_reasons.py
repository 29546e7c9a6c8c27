"""Why somebody is told on paper what is kept about them."""

import sqlalchemy as sa
from alembic import op

revision = "20261203_privacy_reasons"
down_revision = "20261203_legal_holds"


def upgrade() -> None:
    op.add_column("privacy_requests", sa.Column("reason", sa.String(), nullable=True))
