"""What a hold keeps of the audit outlives its year, with its seals."""

from alembic import op

revision = "20261206_held_audit"
down_revision = "20261204_runs_of_all_jobs"

_EXPIRE = """
CREATE OR REPLACE FUNCTION expire_audit(before timestamptz, at_once integer)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    until timestamptz := least(before, now() - interval '365 days');
    today date := (until + interval '365 days')::date;
    gone integer;
BEGIN
    WITH over AS (
        SELECT s.tenant, max(s.up_to) AS up_to FROM audit_seals s
        WHERE s.newest < until GROUP BY s.tenant
    ), old AS (
        SELECT a.position FROM over
        JOIN audit a ON a.tenant = over.tenant AND a.at < until AND a.position <= over.up_to
        WHERE NOT EXISTS (
            SELECT FROM holds h WHERE h.tenant = a.tenant AND h.last_day >= today AND (
                jsonb_array_length(h.ids::jsonb) = 0
                OR jsonb_exists(h.ids::jsonb, a.actor) OR jsonb_exists(h.ids::jsonb, a.object_id)
            )
        )
        LIMIT at_once
    )
    DELETE FROM audit USING old WHERE audit.position = old.position;
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM audit_seals USING (
        SELECT s.tenant, max(s.number) AS number FROM audit_seals s
        WHERE s.newest < until GROUP BY s.tenant
    ) anchors
    WHERE audit_seals.tenant = anchors.tenant AND audit_seals.number < anchors.number
        AND NOT EXISTS (
            SELECT FROM audit a
            WHERE a.tenant = audit_seals.tenant AND a.position <= audit_seals.up_to
        );
    RETURN gone;
END
$$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_EXPIRE)
