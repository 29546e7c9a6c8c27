"""Scans that failed."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_scans_that_failed"
down_revision = "20261126_people_in_groups"


def upgrade() -> None:
    tries = sa.Column("scan_tries", sa.Integer(), nullable=False, server_default="0")
    op.add_column("document_versions", tries)
    op.add_column("document_versions", sa.Column("scan_due_at", Moment(), nullable=True))
