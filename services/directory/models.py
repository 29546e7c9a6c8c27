"""The tables of the directory lie in one MetaData; each capability adds its own."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.web.idempotency import answers

metadata = MetaData()
answers.to_metadata(metadata)


class Base(DeclarativeBase):
    """What the typed tables are declared with."""

    metadata = metadata
