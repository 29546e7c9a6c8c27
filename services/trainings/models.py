"""The tables of trainings lie in one MetaData; here are its copies of others' records."""

from sqlalchemy import Column, Integer, MetaData, String, Table, Uuid

metadata = MetaData()

people = Table(
    "people",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("given_name", String, nullable=False),
    Column("family_name", String, nullable=False),
)

organizations = Table(
    "organizations",
    metadata,
    Column("organization_id", Uuid, primary_key=True),
    Column("tenant", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", String, nullable=False),
)
