"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from asyncpg.pgproto.pgproto import UUID as DriversUuid
from sqlalchemy import DateTime, Dialect, Integer, String, Uuid
from sqlalchemy.types import TypeDecorator

from shared.codes import OpenCode

C = TypeVar("C", bound=OpenCode)


class Moment(TypeDecorator[datetime]):
    """A point in time, in and out as an aware UTC datetime."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class QuickUuid(Uuid[UUID]):
    """What SQLite reads of an id is of the kind that PostgreSQL's driver reads.

    It is made, and written in an address, in a fraction of the time of the standard library's.
    """

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        def read(value: str | None) -> UUID | None:
            return None if value is None else DriversUuid(value)

        return read


class Hundredths(TypeDecorator[Decimal]):
    """A decimal with two places, kept as an integer because SQLite has no decimals."""

    impl = Integer
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value * 100)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


class Code(TypeDecorator[C]):
    """One of a list of codes that grows: those that nobody lists yet are kept as well."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[C]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: C | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> C | None:
        return None if value is None else self.kind(value)
