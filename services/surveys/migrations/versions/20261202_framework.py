"""The framework concept: versions with chapters, comments and votes; and what people are called."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261202_framework"
down_revision = "20261201_pulses_in_urns"
VERSION = "framework_versions.id"


def upgrade() -> None:
    _people()
    _versions()
    _comments()
    _ballots()


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person_id"),
    )


def _versions() -> None:
    op.create_table(
        "framework_versions",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("comments_until", Moment(), nullable=True),
        sa.Column("revised_at", Moment(), nullable=True),
        sa.Column("votes_until", Moment(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("tenant", "number", name="framework_versions_in_order"),
    )
    op.create_table(
        "framework_chapters",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("chapter_key", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("standards", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], [VERSION]),
        sa.PrimaryKeyConstraint("version_id", "chapter_key", "edition"),
    )
    op.create_table(
        "framework_adopted",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("chapter_key", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_version_id", sa.Uuid(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], [VERSION]),
        sa.ForeignKeyConstraint(["text_version_id"], [VERSION]),
        sa.PrimaryKeyConstraint("version_id", "chapter_key"),
    )


def _comments() -> None:
    op.create_table(
        "framework_comments",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("chapter_key", sa.Uuid(), nullable=False),
        sa.Column("standard_key", sa.Uuid(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], [VERSION]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "framework_comments_of_chapter",
        "framework_comments",
        ["tenant", "version_id", "chapter_key", "id"],
    )
    op.create_table(
        "framework_replies",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["framework_comments.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("framework_replies_in_order", "framework_replies", ["comment_id", "id"])
    op.create_table(
        "framework_supports",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["framework_comments.id"]),
        sa.PrimaryKeyConstraint("comment_id", "person_id"),
    )


def _ballots() -> None:
    op.create_table(
        "framework_ballots",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("chapter_key", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("unchanged", sa.Boolean(), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], [VERSION]),
        sa.PrimaryKeyConstraint("version_id", "chapter_key"),
    )
    op.create_table(
        "framework_counts",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("closes_at", Moment(), nullable=False),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.Column("counted_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], [VERSION]),
        sa.PrimaryKeyConstraint("version_id"),
    )
    op.create_index("ix_framework_counts_closes_at", "framework_counts", ["closes_at"])
    op.create_table(
        "framework_voters",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], [VERSION]),
        sa.PrimaryKeyConstraint("version_id", "person_id"),
    )
    op.create_table(
        "framework_votes",
        sa.Column("tenant", sa.String(length=8), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("chapter_key", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], [VERSION]),
        sa.PrimaryKeyConstraint("version_id", "chapter_key", "person_id"),
    )


def downgrade() -> None:
    for each in (
        "framework_votes",
        "framework_voters",
        "framework_counts",
        "framework_ballots",
        "framework_supports",
        "framework_replies",
        "framework_comments",
        "framework_adopted",
        "framework_chapters",
        "framework_versions",
        "people",
    ):
        op.drop_table(each)
