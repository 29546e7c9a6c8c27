"""Claims of a batch by a function; causes of parked messages as codes."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_claims_and_causes"
down_revision = "20261122_outbox_inbox_parked"

_CLAIM_ALL = """
CREATE OR REPLACE FUNCTION claim_all(
    handlers text[], messages uuid[], moment timestamptz, topics text[], keys text[]
) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO inbox (handler, message_id, handled_at)
        SELECT new.handler, new.message, moment
        FROM unnest(handlers, messages) AS new (handler, message);
    IF EXISTS (
        SELECT FROM parked WHERE parked.topic = ANY (topics) AND parked.order_key = ANY (keys)
    ) THEN
        RAISE SQLSTATE 'KN001';
    END IF;
    RETURN NULL;
EXCEPTION
    WHEN unique_violation THEN RETURN 'handled';
    WHEN SQLSTATE 'KN001' THEN RETURN 'parked';
END
$$
"""
_CODES = """
UPDATE parked SET
    detail = CASE
        WHEN cause LIKE 'the body has a wrong shape at: %' THEN substr(cause, 32)
        WHEN cause IN ('behind a parked message', 'the message has no data', 'the record has no key',
            'the municipality is not served here') OR cause LIKE 'a header or %' THEN ''
        ELSE cause
    END,
    cause = CASE
        WHEN cause LIKE 'the body has a wrong shape at: %' THEN 'shape'
        WHEN cause = 'behind a parked message' THEN 'waiting'
        WHEN cause = 'the message has no data' THEN 'no-data'
        WHEN cause = 'the municipality is not served here' THEN 'unserved-tenant'
        WHEN cause = 'the record has no key' THEN 'no-key'
        WHEN cause LIKE 'header %' THEN 'header'
        WHEN cause LIKE 'a header or %' OR cause LIKE 'ce_type, %' THEN 'malformed'
        ELSE 'handler-fault'
    END
"""


def upgrade() -> None:
    op.add_column(
        "parked", sa.Column("detail", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.execute(_CODES)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_CLAIM_ALL)
