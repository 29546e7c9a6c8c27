"""Of whom nothing is taken in any more, because they were erased: a list that names nobody.

It holds keyed digests of ids, and is kept in mind: every message that arrives is compared with it.
"""

import hmac
import re
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.engine import Engine
from shared.database.writes import Write, write_all
from shared.messaging.event import Body
from shared.messaging.marks import Mark
from shared.messaging.message import Message
from shared.messaging.tables import erased_people
from shared.messaging.transaction import Transaction
from shared.privacy.declared import Personal

CHANNEL = "erased"
"""Notified when somebody was erased."""
PRIVACY_REQUESTED = ".privacy-requested.v1"
"""How the type ends of what asks for an erasure; it waits behind nothing that is parked."""

COUNTED = "erasures_counted"
"""Notified at the same time, for whoever keeps count."""

_marks: "WeakKeyDictionary[Engine, Mark]" = WeakKeyDictionary()
_known: "WeakKeyDictionary[Engine, set[str]]" = WeakKeyDictionary()


def digest_of(key: bytes, person_id: UUID | str) -> str:
    """What stands for an id; nobody who lacks the key can tell for which."""
    return hmac.digest(key, f"erased {person_id}".encode(), "sha256").hex()


class Erased:
    """What this process knows of one service's list."""

    def __init__(self, engine: Engine, key: bytes) -> None:
        self._key = key
        self._digests = _known.setdefault(engine, set())

    async def read(self, session: AsyncSession) -> None:
        """Learn what other instances have erased."""
        self._digests |= set((await session.scalars(select(erased_people.c.digest))).all())

    def has(self, some_id: UUID | str) -> bool:
        """Whether such a person, or employment, was erased here."""
        return bool(self._digests) and digest_of(self._key, some_id) in self._digests

    def is_about(self, message: Message, body: type[Body] | None) -> bool:
        """Whether a message is about somebody erased; word that they are gone is not."""
        if not self._digests or message.data is None:
            return False
        if self.has(message.key):
            return not asks_for_privacy(message.type)
        return any(
            self.has(found[1].decode())
            for field in (_fields(body) if body else ())
            for found in field.finditer(message.data)
        )


async def remember(transaction: Transaction, ids: Iterable[UUID]) -> None:
    """Take in nothing more about these, from this transaction on."""
    digests = [digest_of(transaction.key, each) for each in ids]
    rows = [{"digest": each, "at": transaction.now} for each in digests]
    await write_all(transaction.session, [Write(erased_people, rows, "ignore")])
    transaction.erased.update(digests)
    for channel in (CHANNEL, COUNTED):
        transaction.notified[channel].add("")
    if mark := _marks.get(transaction.engine):
        mark.spoil()


async def erased_among(transaction: Transaction, ids: Iterable[UUID]) -> set[UUID]:
    """Those of whom nothing is taken in, as the database knows."""
    digests = {digest_of(transaction.key, each): each for each in ids}
    query = select(erased_people.c.digest).where(erased_people.c.digest.in_(digests))
    return {digests[each] for each in await transaction.session.scalars(query)}


def keep_count(engine: Engine, mark: Mark) -> None:
    """In ``mark``, of what is erased in this database."""
    _marks[engine] = mark


def learn(transaction: Transaction) -> None:
    """What is committed is known to this process at once."""
    if transaction.erased:
        _known.setdefault(transaction.engine, set()).update(transaction.erased)


def asks_for_privacy(type_name: str) -> bool:
    """Whether a message says that somebody is to be erased, or told what is kept of them."""
    return type_name.endswith(PRIVACY_REQUESTED)


@lru_cache(maxsize=500)
def _fields(body: type[Body]) -> "list[re.Pattern[bytes]]":
    """Where a body says whom alone it is about, besides its key."""
    return [
        re.compile(rb'"%s"\s*:\s*"([0-9a-f-]{36})"' % says.about.encode())
        for says in body.declared
        if isinstance(says, Personal) and isinstance(says.about, str)
        if "." not in says.about and says.about != body.key_field
    ]
