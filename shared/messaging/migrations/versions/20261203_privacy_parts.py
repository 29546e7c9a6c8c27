"""Parts of what people are told about themselves, sealed until they are fetched."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261203_privacy_parts"
down_revision = "20261203_retention"


def upgrade() -> None:
    op.create_table(
        "privacy_parts",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_office", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_index("privacy_parts_of_person", "privacy_parts", ["person_id"])
    op.create_index("privacy_parts_by_age", "privacy_parts", ["made_at"])
