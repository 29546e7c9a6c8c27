"""Photos of people."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_photos_of_people"
down_revision = "20261126_entries_by_what_is_open"


def upgrade() -> None:
    op.create_table(
        "photos",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("seen_by", sa.String(), nullable=False),
        sa.Column("uploaded_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id"),
    )
    op.create_index("photos_of_tenant", "photos", ["tenant"], unique=False)
