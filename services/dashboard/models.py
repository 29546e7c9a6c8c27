"""The tables of the dashboard, declared by its capabilities."""

from sqlalchemy import MetaData

metadata = MetaData()
