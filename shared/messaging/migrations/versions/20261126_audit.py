"""Who changed or looked at what; nothing of it can be changed."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261126_audit"
down_revision = "20261126_copies_read"

_TAKE_RIGHTS = """
DO $$
DECLARE
    each record;
BEGIN
    FOR each IN
        SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_schema = 'public' AND table_name = 'audit' AND grantee <> current_user
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM %I', each.grantee);
    END LOOP;
END
$$
"""
"""The owner, who migrates, keeps them."""


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("audit_of_object", "audit", ["object_id", "position"])
    op.create_index("audit_of_actor", "audit", ["actor", "position"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_TAKE_RIGHTS)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit"
            " BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        )
