"""What people are called."""

import sqlalchemy as sa
from alembic import op

revision = "20261202_people"
down_revision = "20261201_pulses_in_urns"


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id"),
    )


def downgrade() -> None:
    op.drop_table("people")
