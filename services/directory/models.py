"""The tables of the directory lie in one MetaData; each capability adds its own."""

from sqlalchemy import MetaData

metadata = MetaData()
