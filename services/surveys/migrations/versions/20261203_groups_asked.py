"""Surveys that ask groups of the directory."""

import sqlalchemy as sa
from alembic import op

revision = "20261203_groups_asked"
down_revision = "20261203_by_themselves"


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("group_id"),
    )
    op.create_table(
        "survey_members",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["planned_surveys.id"]),
        sa.PrimaryKeyConstraint("survey_id", "person_id"),
    )
    column = sa.Column("groups", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("planned_surveys", column)
    with op.batch_alter_table("planned_surveys") as table:
        table.alter_column("groups", server_default=None)


def downgrade() -> None:
    op.drop_column("planned_surveys", "groups")
    op.drop_table("survey_members")
    op.drop_table("groups")
