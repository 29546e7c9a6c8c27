"""Quotas of school types, and seats that are kept.

A copy of an organization made before says no school type; a replay brings it up to date.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261202_school_type_quotas"
down_revision = "20261201_told"


def upgrade() -> None:
    op.create_table(
        "school_changes",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("employment_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("school_type", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("employment_id", "valid_from"),
    )
    op.add_column("onboardings", sa.Column("school_type", sa.String(), nullable=True))
    op.add_column("registrations", sa.Column("school_type", sa.String(), nullable=True))
    op.add_column("organizations", sa.Column("school_type", sa.String(), nullable=True))
    op.execute("UPDATE organizations SET version = 0")
    with op.batch_alter_table("seat_quotas") as table:
        table.add_column(sa.Column("school_type", sa.String(), nullable=True))
        table.add_column(sa.Column("reserved", sa.SmallInteger(), nullable=True))
        table.alter_column("carrier_id", existing_type=sa.Uuid(), nullable=True)
        table.alter_column("size", existing_type=sa.SmallInteger(), nullable=True)
        table.create_unique_constraint(
            "seat_quotas_gathering_id_school_type_key", ["gathering_id", "school_type"]
        )


def downgrade() -> None:
    op.execute("DELETE FROM seat_quotas WHERE carrier_id IS NULL OR size IS NULL")
    with op.batch_alter_table("seat_quotas") as table:
        table.drop_constraint("seat_quotas_gathering_id_school_type_key", type_="unique")
        table.alter_column("size", existing_type=sa.SmallInteger(), nullable=False)
        table.alter_column("carrier_id", existing_type=sa.Uuid(), nullable=False)
        table.drop_column("reserved")
        table.drop_column("school_type")
    op.drop_column("organizations", "school_type")
    op.drop_column("registrations", "school_type")
    op.drop_column("onboardings", "school_type")
    op.drop_table("school_changes")
