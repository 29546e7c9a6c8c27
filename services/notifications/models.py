"""The one set of tables of this service."""

from sqlalchemy import MetaData

metadata = MetaData()
