"""Claims a whole batch with what it writes, if all of it is new and nothing is in its way."""

from collections.abc import Collection, Sequence

from sqlalchemy import String, Text, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.guards import Guard
from shared.database.types import Moment
from shared.messaging.inbox import inbox
from shared.messaging.inbox.batch import order_key
from shared.messaging.inbox.inbox import Claim
from shared.messaging.message import Arrival
from shared.messaging.parking.parking import blocked_keys
from shared.messaging.transaction import Transaction

HANDLED, PARKED = "handled", "parked"
"""Why a batch is refused: some of it was claimed before, or something of its keys is parked."""

_TEXTS = ARRAY(String, dimensions=1)
_CLAIM_ALL = select(
    func.claim_all(
        bindparam("handlers", type_=_TEXTS),
        bindparam("messages", type_=ARRAY(Uuid, dimensions=1)),
        bindparam("moment", type_=Moment),
        bindparam("topics", type_=_TEXTS),
        bindparam("keys", type_=_TEXTS),
        type_=Text,
    ).label("refusal")
)
"""The function is declared beside the tables."""


def refuse_unless_new(
    transaction: Transaction, claims: Collection[Claim], batch: Sequence[Arrival]
) -> None:
    """Make ``claims`` before anything else is written.

    ``Refused`` is raised, and nothing may stay, if one was made before or if anything of the
    batch's keys is parked. Claims come first: a transaction that parks a message holds its claim or
    has read past it, so what is parked while a claim waits for its turn is seen.
    """
    pairs = sorted(claims, key=inbox.order)

    async def check(session: AsyncSession) -> str | None:
        if await blocked_keys(session, batch):
            return PARKED
        new = await inbox.claim(session, pairs, transaction.now)
        return HANDLED if len(new) < len(pairs) else None

    values = {
        "handlers": [handler for handler, _ in pairs],
        "messages": [message for _, message in pairs],
        "moment": transaction.now,
        "topics": list({arrival.partition.topic for arrival in batch}),
        "keys": list({order_key(arrival) for arrival in batch}),
    }
    transaction.guard(Guard(_CLAIM_ALL, values, check))
