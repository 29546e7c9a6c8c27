"""What was used up on a day: by a program, and by an address that only its keyed digest tells."""

from sqlalchemy import Column, Date, Integer, String, Table

from services.directory.models import metadata

quotas = Table(
    "quotas",
    metadata,
    Column("day", Date, primary_key=True),
    Column("subject", String(80), primary_key=True),
    Column("used", Integer, nullable=False),
)
