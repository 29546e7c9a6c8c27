"""What the typed tables of this service have in common."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase

from shared.database.tables import Tenant, Typed
from shared.database.types import Moment


class Base(Typed, DeclarativeBase):
    """The typed tables of this service."""

    metadata = MetaData()
    type_annotation_map: ClassVar[dict[Any, Any]] = {Tenant: String(8), datetime: Moment}


metadata = Base.metadata
