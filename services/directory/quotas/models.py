"""What was used up on a day: by a program, and by an address that only its keyed digest tells."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, String, Table

from services.directory.models import metadata

WITHIN = "quotas_within"
"""The database itself lets no two requests at once go beyond a quota."""

quotas = Table(
    "quotas",
    metadata,
    Column("day", Date, primary_key=True),
    Column("subject", String(80), primary_key=True),
    Column("used", Integer, nullable=False),
    Column("most", Integer, nullable=False),
    CheckConstraint("used <= most", name=WITHIN),
)
