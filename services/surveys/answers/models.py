"""The table of answers, which nothing in it ties to an invitation.

An answer has a random id, no time and no place in an order: SQLite keeps the rows sorted by that
id and gives them no number of its own. ``published`` turns true for five answers at once, never
for one. What remains: whoever administers the database itself, or holds two of its backups, can
compare physical row versions (in PostgreSQL ``xmin``, ``ctid`` and, where they are tracked, commit
times; in SQLite the pages of one commit) and see what was written together with the use of an
invitation. Publishing rewrites the answers and closing rewrites the invitations, which wipes this
from the tables, though not from logs and backups.
"""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, String, Table, Text, Uuid

from services.surveys.models import metadata

answers = Table(
    "answers",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("survey_id", Uuid, ForeignKey("surveys.id"), nullable=False),
    Column("ratings", JSON, nullable=False),
    Column("remark", Text),
    Column("published", Boolean, nullable=False),
    Index("answers_of_survey", "survey_id", "published"),
    sqlite_with_rowid=False,
)
"""What somebody thinks; ``published`` once it has become one of a group."""
