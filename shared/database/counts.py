"""Several numbers in one round trip."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from shared.database.reach import crosses, crossing


class Counts:
    """The number that each query finds, by its name; all in one statement, which is built once.

    It crosses tenants if one of them does. Building one takes longer than asking, so what
    differs is given as it is read.
    """

    def __init__(self, **queries: Select[int]) -> None:
        self._query = _together(queries)

    async def read(self, session: AsyncSession, values: Mapping[str, Any]) -> dict[str, int]:
        """``values`` are for parameters in the queries."""
        return dict((await session.execute(self._query, values)).one()._mapping)


async def counts(session: AsyncSession, **queries: Select[int]) -> dict[str, int]:
    """The same of queries that are never asked again."""
    return dict((await session.execute(_together(queries))).one()._mapping)


def later(name: str, of_type: TypeEngine[Any]) -> Any:
    """In place of a value, which is given under this name when the statement is executed."""
    return bindparam(name, type_=of_type)


def _together(queries: Mapping[str, Select[int]]) -> Select[Any]:
    found = select(*(query.scalar_subquery().label(name) for name, query in queries.items()))
    return crossing(found) if any(map(crosses, queries.values())) else found
