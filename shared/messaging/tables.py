"""The tables of messaging, the same in every service's own database."""

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    event,
    text,
)

from shared.database.types import Moment

metadata = MetaData()

_POSITION = BigInteger().with_variant(Integer, "sqlite")

outbox = Table(
    "outbox",
    metadata,
    Column("position", _POSITION, primary_key=True, autoincrement=True),
    Column("id", Uuid, nullable=False),
    Column("topic", String, nullable=False),
    Column("key", String, nullable=False),
    Column("type", String, nullable=False),
    Column("time", Moment, nullable=False),
    Column("tenant", String, nullable=False),
    Column("correlation_id", Uuid, nullable=False),
    Column("causation_id", Uuid),
    Column("data", LargeBinary),
)
"""Announced and not yet on the bus; a row is deleted once the bus has acknowledged it."""

inbox = Table(
    "inbox",
    metadata,
    Column("handler", String, primary_key=True),
    Column("message_id", Uuid, primary_key=True),
    Column("handled_at", Moment, nullable=False),
)
"""What each handler has done, written in the transaction that did it."""

parked = Table(
    "parked",
    metadata,
    Column("position", _POSITION, primary_key=True, autoincrement=True),
    Column("topic", String, nullable=False),
    Column("partition", Integer, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("order_key", String, nullable=False),
    Column("message_id", Uuid),
    Column("type", String),
    Column("tenant", String),
    Column("correlation_id", Uuid),
    Column("key", LargeBinary),
    Column("value", LargeBinary),
    Column("headers", Text, nullable=False),
    Column("handlers", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("cause", String, nullable=False),
    Column("detail", Text, nullable=False, server_default=text("''")),
    Column("stack", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("parked_at", Moment, nullable=False),
    Column("copy_of", Uuid),
    Index("parked_arrival", "topic", "partition", "offset", unique=True),
    Index("parked_open", "topic", "order_key", "position"),
)
"""Messages that could not be handled (``failed``) and those kept in order behind (``waiting``)."""

parked_history = Table(
    "parked_history",
    metadata,
    Column("position", _POSITION, primary_key=True, autoincrement=True),
    Column("parked_position", BigInteger, nullable=False),
    Column("message_id", Uuid),
    Column("action", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("value", LargeBinary),
    Column("at", Moment, nullable=False),
)
"""Who released, discarded or copied a parked message, and why."""

jobs = Table(
    "jobs",
    metadata,
    Column("name", String, primary_key=True),
    Column("due_at", Moment, nullable=False),
    Column("ran_at", Moment),
    Column("runs", BigInteger, nullable=False, server_default=text("0")),
)
"""When each scheduled job is due next; the row's lock lets one instance run it."""

_CLAIM_ALL = DDL("""
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
""")  # type: ignore[no-untyped-call]
event.listen(metadata, "after_create", _CLAIM_ALL.execute_if(dialect="postgresql"))
"""Claims all, or nothing and returns why: its block is undone where it is left by an error.

Such an error never leaves the function, so that nothing of the caller fails and nothing is logged.
"""
