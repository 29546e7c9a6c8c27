"""The audit is sealed in chains, and its owner ends what is a year old."""

import sqlalchemy as sa
from alembic import op

from shared.database.types import Moment

revision = "20261203_audit_seals"
down_revision = "20261126_audit"

_RIGHTS = """
DO $$
DECLARE
    each record;
BEGIN
    FOR each IN
        SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_schema = 'public' AND table_name = 'audit' AND privilege_type = 'INSERT'
            AND grantee <> current_user
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_seals FROM %I', each.grantee);
        EXECUTE format('GRANT EXECUTE ON FUNCTION expire_audit(timestamptz, integer) TO %I',
            each.grantee);
    END LOOP;
END
$$
"""
_EXPIRE = """
CREATE OR REPLACE FUNCTION expire_audit(before timestamptz, at_once integer)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    until timestamptz := least(before, now() - interval '365 days');
    gone integer;
BEGIN
    WITH over AS (
        SELECT s.tenant, max(s.up_to) AS up_to FROM audit_seals s
        WHERE s.newest < until GROUP BY s.tenant
    ), old AS (
        SELECT a.position FROM over
        JOIN audit a ON a.tenant = over.tenant AND a.at < until AND a.position <= over.up_to
        LIMIT at_once
    )
    DELETE FROM audit USING old WHERE audit.position = old.position;
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM audit_seals USING (
        SELECT s.tenant, max(s.number) AS number FROM audit_seals s
        WHERE s.newest < until GROUP BY s.tenant
    ) anchors
    WHERE audit_seals.tenant = anchors.tenant AND audit_seals.number < anchors.number;
    RETURN gone;
END
$$
"""
_APPEND_ONLY = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
WHEN '{verb}' = 'update' OR OLD.{moment} >= strftime('%Y-%m-%d %H:%M:%S', 'now', '-365 days')
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def upgrade() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("newest", Moment(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "number"),
    )
    op.create_index("ix_audit_seals_up_to", "audit_seals", ["up_to"])
    op.create_table(
        "audit_checks",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.Column("broken_at", Moment(), nullable=True),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("fault_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant"),
    )
    op.create_index("audit_in_order", "audit", ["tenant", "at", "position"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_EXPIRE)
        op.execute("REVOKE ALL ON FUNCTION expire_audit(timestamptz, integer) FROM PUBLIC")
        op.execute(_RIGHTS)
        return
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER audit_no_{verb}")
        for table, moment in (("audit", "at"), ("audit_seals", "newest")):
            op.execute(_APPEND_ONLY.format(table=table, verb=verb, moment=moment))
