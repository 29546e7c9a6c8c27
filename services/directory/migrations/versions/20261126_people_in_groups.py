"""People in groups."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Hundredths

revision = "20261126_people_in_groups"
down_revision = "20261126_posts_half_open"


def upgrade() -> None:
    op.create_table(
        "people_groups",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "name_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=True),
        sa.Column("school_type", sa.String(), nullable=True),
        sa.Column("schools", sa.JSON(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=True),
        sa.Column("hours_from", Hundredths(), nullable=True),
        sa.Column("hours_to", Hundredths(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["carrier_id"],
            ["organizations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tenant", "name_key"),
    )
    op.create_table(
        "people_group_picks",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["people_groups.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_people_group_picks_person_id"), "people_group_picks", ["person_id"], unique=False
    )
    op.create_index(
        "people_group_picks_of_organization",
        "people_group_picks",
        ["group_id", "organization_id", "role"],
        unique=True,
        postgresql_where=sa.text("organization_id IS NOT NULL"),
        sqlite_where=sa.text("organization_id IS NOT NULL"),
    )
    op.create_index(
        "people_group_picks_of_person",
        "people_group_picks",
        ["group_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("person_id IS NOT NULL"),
        sqlite_where=sa.text("person_id IS NOT NULL"),
    )
