"""Several numbers in one round trip."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession


async def counts(
    session: AsyncSession, parameters: dict[str, Any], **queries: Select[int]
) -> dict[str, int]:
    """The number that each query finds, by its name; all in one statement."""
    numbers = [query.scalar_subquery().label(name) for name, query in queries.items()]
    return dict((await session.execute(select(*numbers), parameters)).one()._mapping)
