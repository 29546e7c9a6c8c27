"""Remembers what each handler has done, in the transaction that did it."""

import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

Claim = tuple[str, UUID]

_POSTGRES = text(
    "INSERT INTO inbox (handler, message_id, handled_at)"
    " SELECT handler, message_id, CAST(:now AS timestamptz)"
    " FROM unnest(CAST(:handlers AS text[]), CAST(:ids AS uuid[])) AS rows (handler, message_id)"
    " ON CONFLICT DO NOTHING RETURNING handler, message_id"
)
_SQLITE = text(
    "INSERT INTO inbox (handler, message_id, handled_at)"
    " SELECT value ->> 0, value ->> 1, :now FROM json_each(:pairs) WHERE true"
    " ON CONFLICT DO NOTHING RETURNING handler, message_id"
)


async def claim(session: AsyncSession, claims: Collection[Claim], now: datetime) -> set[Claim]:
    """Those of ``claims`` that nobody made before; they are made now, in one statement."""
    if not claims:
        return set()
    pairs = sorted(set(claims), key=order)
    if session.get_bind().dialect.name == "postgresql":
        handlers, ids = map(list, zip(*pairs, strict=True))
        rows = await session.execute(_POSTGRES, {"handlers": handlers, "ids": ids, "now": now})
        return {(handler, message) for handler, message in rows}
    text_pairs = json.dumps([[handler, message.hex] for handler, message in pairs])
    rows = await session.execute(_SQLITE, {"pairs": text_pairs, "now": now.isoformat(" ")})
    return {(handler, UUID(message)) for handler, message in rows}


def order(pair: Claim) -> tuple[str, int]:
    """The same in all transactions, so that none waits for one that waits for it."""
    return pair[0], pair[1].int
