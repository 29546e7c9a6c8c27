"""Who answers for a municipality's data, and who its data protection officer is."""

import sqlalchemy as sa
from alembic import op

revision = "20261203_controllers"
down_revision = "20261127_coordination_versions"

TEXTS = (
    *("name", "address", "email", "phone"),
    *("officer", "officer_address", "officer_email", "officer_phone"),
)


def upgrade() -> None:
    op.create_table(
        "controllers",
        sa.Column("tenant", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant"),
    )


def downgrade() -> None:
    op.drop_table("controllers")
