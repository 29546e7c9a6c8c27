"""Documents kept."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_documents_kept"
down_revision = "20261126_proofs"


def upgrade() -> None:
    op.create_table(
        "document_leftovers",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("document_leftovers_due", "document_leftovers", ["due_at"], unique=False)
    op.create_table(
        "documents",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "title_key",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organization_id", "title"),
    )
    op.create_index("documents_in_order", "documents", ["tenant", "title_key", "id"], unique=False)
    op.create_table(
        "document_versions",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("scan", sa.String(), nullable=False),
        sa.Column("uploaded_at", Moment(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
        ),
        sa.PrimaryKeyConstraint("document_id", "number"),
    )
    op.create_index("document_versions_by_scan", "document_versions", ["scan"], unique=False)
