"""When a sign-in was last proved."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_proofs"
down_revision = "20261126_placement_versions"


def upgrade() -> None:
    op.add_column("sign_ins", sa.Column("proven_at", Moment(), nullable=True))
