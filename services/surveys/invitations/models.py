"""The tables of surveys and invitations."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)

from services.surveys.models import metadata

surveys = Table(
    "surveys",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("occasion", String(20), nullable=False),
    Column("school_year", SmallInteger, nullable=False),
    UniqueConstraint("tenant", "occasion", "school_year", name="surveys_one_per_year"),
)
"""One per occasion and school year, which is named by the year it begins in."""

invitations = Table(
    "invitations",
    metadata,
    Column("id", Uuid, ForeignKey("pulses.id"), primary_key=True),
    Column("tenant", String(8), nullable=False),
    Column("survey_id", Uuid, ForeignKey("surveys.id"), nullable=False),
    Column("closes_on", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Index("invitations_of_survey", "survey_id"),
    Index("invitations_to_close", "state", "closes_on"),
)
"""An opened pulse, under the same id; once closed it no longer says whether it was used."""
