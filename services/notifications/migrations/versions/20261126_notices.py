"""Notices."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_notices"
down_revision = "20261126_mails_with_codes"


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", Moment(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("failure", sa.String(length=20), nullable=True),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("notices_due", "notices", ["state", "not_before"], unique=False)
    op.create_index(
        "notices_of_person", "notices", ["person_id", "kind", "settled_at"], unique=False
    )
