"""Sheets on which schools judge themselves."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261202_assessments"
down_revision = "20261202_focus_topics"


def upgrade() -> None:
    op.create_table(
        "assessments",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("head_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("worker_agreed_at", Moment(), nullable=True),
        sa.Column("head_agreed_at", Moment(), nullable=True),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tenant", "school_id", "school_year", name="assessments_once_a_year"),
    )
    op.create_index(
        "assessments_in_order", "assessments", ["tenant", "school_year", "id"], unique=False
    )
    op.create_index("assessments_linked", "assessments", ["link_id"], unique=False)
    op.create_index("assessments_of_head", "assessments", ["tenant", "head_id"], unique=False)
    op.create_index("assessments_of_worker", "assessments", ["tenant", "worker_id"], unique=False)
    op.create_table(
        "assessment_entries",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("standard_key", sa.Uuid(), nullable=False),
        sa.Column("chapter", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("intention", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=True),
        sa.Column("written_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("assessment_id", "standard_key", name="assessment_entries_once"),
    )


def downgrade() -> None:
    op.drop_table("assessment_entries")
    op.drop_table("assessments")
