"""The one collection of this service's tables."""

from sqlalchemy import MetaData

metadata = MetaData()
