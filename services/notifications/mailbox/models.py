"""Mails that were kept instead of sent, and whom each of them mentions."""

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, Text, Uuid

from services.notifications.models import metadata
from shared.database.types import Moment

kept_mails = Table(
    "kept_mails",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("worker_id", Uuid, nullable=False),
    Column("kind", String, nullable=False),
    Column("role", String, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("links", JSON, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Index("kept_mails_worker", "worker_id"),
)

mentions = Table(
    "kept_mail_mentions",
    metadata,
    Column("mail_id", ForeignKey("kept_mails.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    Index("kept_mail_mentions_person", "person_id"),
)
