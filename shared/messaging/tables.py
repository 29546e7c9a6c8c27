"""The tables of messaging, the same in every service's own database."""

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
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
from shared.messaging.kept import (
    ACTED,
    EDITED,
    ERASED,
    HANDLED,
    HELD,
    IN_TRANSIT,
    NAME_OF_OPERATOR,
    PACKED,
    SET_ASIDE,
    WORDS_OF_OPERATOR,
    WORK_OF_OPERATORS,
)
from shared.privacy.declared import NOT_PERSONAL
from shared.privacy.starts import counted_from

metadata = MetaData()

_POSITION = BigInteger().with_variant(Integer, "sqlite")
copies_read = Table(
    "copies_read",
    metadata,
    Column("topic", String, primary_key=True, info=NOT_PERSONAL),
    Column("partition", Integer, primary_key=True, info=NOT_PERSONAL),
    Column("at", Moment, nullable=False, info=NOT_PERSONAL),
)
"""When a topic that is copied was known to be read to its end; see ``freshness``."""

erased_people = Table(
    "erased_people",
    metadata,
    Column("digest", String(64), primary_key=True, info=ERASED),
    Column("at", Moment, nullable=False, info=ERASED),
)
"""Of whom nothing is taken in any more; see ``erased``."""

privacy_parts = Table(
    "privacy_parts",
    metadata,
    Column("request_id", Uuid, primary_key=True, info=NOT_PERSONAL),
    Column("tenant", String, nullable=False, info=NOT_PERSONAL),
    Column("person_id", Uuid, nullable=False, info=PACKED),
    Column("by_office", Boolean, nullable=False, info=NOT_PERSONAL),
    Column("sealed", LargeBinary, nullable=False, info=PACKED),
    Column("made_at", Moment, nullable=False, info=NOT_PERSONAL),
    Index("privacy_parts_of_person", "person_id"),
    Index("privacy_parts_by_age", "made_at"),
)
"""What this service tells people about themselves, each until it is seven days old."""

outbox = Table(
    "outbox",
    metadata,
    Column("position", _POSITION, primary_key=True, autoincrement=True, info=NOT_PERSONAL),
    Column("id", Uuid, nullable=False),
    Column("topic", String, nullable=False, info=NOT_PERSONAL),
    Column("key", String, nullable=False),
    Column("type", String, nullable=False, info=NOT_PERSONAL),
    Column("time", Moment, nullable=False),
    Column("tenant", String, nullable=False, info=NOT_PERSONAL),
    Column("correlation_id", Uuid, nullable=False),
    Column("causation_id", Uuid),
    Column("data", LargeBinary),
    info=IN_TRANSIT,
)
"""Announced and not yet on the bus; a row is deleted once the bus has acknowledged it."""

holds = Table(
    "holds",
    metadata,
    Column("hold_id", Uuid, primary_key=True, info=NOT_PERSONAL),
    Column("version", BigInteger, nullable=False, info=NOT_PERSONAL),
    Column("tenant", String, nullable=False, info=NOT_PERSONAL),
    Column("ids", JSON, nullable=False),
    Column("last_day", Date, nullable=False, info=NOT_PERSONAL),
    info=counted_from(HELD, "last_day"),
)
"""What must not be deleted by the clock: a tenant's rows, or those about certain ids."""

retention_periods = Table(
    "retention_periods",
    metadata,
    Column("choice_id", Uuid, primary_key=True, info=NOT_PERSONAL),
    Column("version", BigInteger, nullable=False, info=NOT_PERSONAL),
    Column("tenant", String, nullable=False, info=NOT_PERSONAL),
    Column("deletion", String, nullable=False, info=NOT_PERSONAL),
    Column("days", Integer, nullable=False, info=NOT_PERSONAL),
)
"""Where a tenant has a period of its own; see ``retention.chosen``."""

retention_runs = Table(
    "retention_runs",
    metadata,
    Column("rule", String, primary_key=True, info=NOT_PERSONAL),
    Column("day", Date, primary_key=True, info=NOT_PERSONAL),
    Column("days", Integer, primary_key=True, autoincrement=False, info=NOT_PERSONAL),
    Column("deletion", String, nullable=False, info=NOT_PERSONAL),
    Column("until", Moment, info=NOT_PERSONAL),
    Column("started_at", Moment, nullable=False, info=NOT_PERSONAL),
    Column("finished_at", Moment, info=NOT_PERSONAL),
    Column("rows", BigInteger, nullable=False, info=NOT_PERSONAL),
    Column("holds", Integer, nullable=False, info=NOT_PERSONAL),
    Index("retention_runs_by_time", "started_at"),
)
"""The proof of what was deleted by the clock: one row for each rule, day and period (``days``),
or for each job, table and day.
"""

inbox = Table(
    "inbox",
    metadata,
    Column("handler", String, primary_key=True, info=NOT_PERSONAL),
    Column("message_id", Uuid, primary_key=True),
    Column("handled_at", Moment, nullable=False),
    info=counted_from(HANDLED, "handled_at"),
)
"""What each handler has done, written in the transaction that did it."""

parked = Table(
    "parked",
    metadata,
    Column("position", _POSITION, primary_key=True, autoincrement=True, info=NOT_PERSONAL),
    Column("topic", String, nullable=False, info=NOT_PERSONAL),
    Column("partition", Integer, nullable=False, info=NOT_PERSONAL),
    Column("offset", BigInteger, nullable=False, info=NOT_PERSONAL),
    Column("order_key", String, nullable=False),
    Column("message_id", Uuid),
    Column("type", String, info=NOT_PERSONAL),
    Column("tenant", String, info=NOT_PERSONAL),
    Column("correlation_id", Uuid),
    Column("key", LargeBinary),
    Column("value", LargeBinary),
    Column("headers", Text, nullable=False),
    Column("handlers", Text, nullable=False, info=NOT_PERSONAL),
    Column("state", String, nullable=False, info=NOT_PERSONAL),
    Column("cause", String, nullable=False, info=NOT_PERSONAL),
    Column("detail", Text, nullable=False, server_default=text("''"), info=NOT_PERSONAL),
    Column("stack", Text, nullable=False, info=NOT_PERSONAL),
    Column("attempts", Integer, nullable=False, info=NOT_PERSONAL),
    Column("parked_at", Moment, nullable=False, info=NOT_PERSONAL),
    Column("copy_of", Uuid),
    Index("parked_arrival", "topic", "partition", "offset", unique=True),
    Index("parked_open", "topic", "order_key", "position"),
    info=SET_ASIDE,
)
"""Messages that could not be handled (``failed``) and those kept in order behind (``waiting``)."""

parked_history = Table(
    "parked_history",
    metadata,
    Column("position", _POSITION, primary_key=True, autoincrement=True, info=NOT_PERSONAL),
    Column("parked_position", BigInteger, nullable=False, info=NOT_PERSONAL),
    Column("message_id", Uuid),
    Column("action", String, nullable=False, info=NOT_PERSONAL),
    Column("reason", String, nullable=False, info=WORDS_OF_OPERATOR),
    Column("actor", String, nullable=False, info=NAME_OF_OPERATOR),
    Column("value", LargeBinary, info=counted_from(EDITED, "at")),
    Column("at", Moment, nullable=False),
    info=WORK_OF_OPERATORS,
)
"""Who released, discarded or copied a parked message, and why."""

jobs = Table(
    "jobs",
    metadata,
    Column("name", String, primary_key=True, info=NOT_PERSONAL),
    Column("due_at", Moment, nullable=False, info=NOT_PERSONAL),
    Column("ran_at", Moment, info=NOT_PERSONAL),
    Column("runs", BigInteger, nullable=False, server_default=text("0"), info=NOT_PERSONAL),
)
"""When each scheduled job is due next; the row's lock lets one instance run it."""

audit = Table(
    "audit",
    metadata,
    Column("position", _POSITION, primary_key=True, autoincrement=True, info=NOT_PERSONAL),
    Column("at", Moment, nullable=False),
    Column("tenant", String, nullable=False, info=NOT_PERSONAL),
    Column("actor", String, nullable=False),
    Column("role", String, nullable=False),
    Column("action", String, nullable=False, info=NOT_PERSONAL),
    Column("object_kind", String, nullable=False, info=NOT_PERSONAL),
    Column("object_id", String, nullable=False),
    Index("audit_of_object", "object_id", "position"),
    Index("audit_of_actor", "actor", "position"),
    Index("audit_in_order", "tenant", "at", "position"),
    info=ACTED,
)
"""Who changed or looked at what, in which role; rows are only ever added. See ``web.audit``.

``actor`` is the id of a person, or what a program is called; ``action`` is the route.
"""

audit_seals = Table(
    "audit_seals",
    metadata,
    Column("tenant", String, primary_key=True, info=NOT_PERSONAL),
    Column("number", BigInteger, primary_key=True, info=NOT_PERSONAL),
    Column("after", BigInteger, nullable=False, info=NOT_PERSONAL),
    Column("up_to", BigInteger, nullable=False, index=True, info=NOT_PERSONAL),
    Column("entries", Integer, nullable=False, info=NOT_PERSONAL),
    Column("newest", Moment, nullable=False, info=NOT_PERSONAL),
    Column("digest", String(64), nullable=False, info=NOT_PERSONAL),
    Column("seal", String(64), nullable=False, info=NOT_PERSONAL),
)
"""A chain for each tenant over what stands in ``audit``; see ``messaging.trail``.

One stands for the ``entries`` with a position above ``after`` and not above ``up_to``.
"""

audit_checks = Table(
    "audit_checks",
    metadata,
    Column("tenant", String, primary_key=True, info=NOT_PERSONAL),
    Column("number", BigInteger, nullable=False, info=NOT_PERSONAL),
    Column("checked_at", Moment, info=NOT_PERSONAL),
    Column("broken_at", Moment, info=NOT_PERSONAL),
    Column("fault", String, nullable=False, info=NOT_PERSONAL),
    Column("fault_number", BigInteger, nullable=False, info=NOT_PERSONAL),
)
"""How far the check of each chain has come, and what it has found; 0 is at its beginning."""

APPEND_ONLY = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
WHEN '{verb}' = 'update' OR OLD.{moment} >= strftime('%Y-%m-%d %H:%M:%S', 'now', '-365 days')
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
"""SQLite refuses; what is twelve months old by the machine's clock may be deleted."""
for _table, _moment in ((audit, "at"), (audit_seals, "newest")):
    for _verb in ("update", "delete"):
        _text = APPEND_ONLY.format(table=_table.name, verb=_verb, moment=_moment)
        _refuse = DDL(_text.replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(_table, "after_create", _refuse.execute_if(dialect="sqlite"))

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
