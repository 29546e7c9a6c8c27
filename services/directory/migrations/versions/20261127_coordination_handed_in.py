"""Hours of coordination handed in."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Hundredths

revision = "20261127_coordination_handed_in"
down_revision = "20261126_posts_are_looked_at"


def upgrade() -> None:
    op.add_column("proof_submissions", sa.Column("coordination_hours", Hundredths(), nullable=True))
