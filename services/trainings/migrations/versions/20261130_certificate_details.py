"""What certificates say beside dates and contents, and which qualifications all workers need."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_certificate_details"
down_revision = "20261130_calendar_declines"


def upgrade() -> None:
    op.create_table(
        "certificate_details",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("speakers", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("partners", sa.String(), nullable=False),
        sa.Column("funding", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["gathering_id"], ["gatherings.id"]),
        sa.PrimaryKeyConstraint("gathering_id"),
    )
    op.add_column(
        "qualification_kinds",
        sa.Column("asked", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("qualification_kinds", "asked")
    op.drop_table("certificate_details")
