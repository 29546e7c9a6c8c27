"""Keys are made, urns opened, keys destroyed; whoever is killed on the way goes on there."""

from collections.abc import AsyncGenerator, Sequence
from random import SystemRandom
from uuid import UUID, uuid4

import structlog
from sqlalchemy import select, text

from services.surveys.counted_topics import use_cases as counted_topics
from services.surveys.openings import rules
from services.surveys.openings.gateways import KeyFiles
from services.surveys.openings.models import OpenedText, Tally, free_texts, tallies
from services.surveys.openings.values import Merge
from services.surveys.urns import queries as urns
from services.surveys.urns import use_cases as collecting
from services.surveys.urns.values import (
    FINAL,
    Broken,
    OpenedSheet,
    Seals,
    TendedUrn,
    UrnState,
    unseal,
)
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.database import Database
from shared.messaging.unit_of_work import UnitOfWork
from shared.small_numbers.sizes import LEAST
from shared.web.problem import FieldError, Problem

log = structlog.get_logger()
_MIXED = SystemRandom()
BLACK = "█████"


async def blacken(uow: UnitOfWork, tenant: str, text_id: UUID, passage: str) -> None:
    """For good, a passage or everything; raises ``NoResultFound``, ``Problem``."""
    mine = (OpenedText.tenant == tenant, OpenedText.id == text_id)
    row = (await uow.session.scalars(select(OpenedText).where(*mine).with_for_update())).one()
    if passage not in row.text:
        errors = [FieldError("passage", "stands nowhere")]
        raise Problem(409, "passage-unknown", "It does not stand there", errors=errors)
    row.text = row.text.replace(passage, BLACK) if passage else BLACK


class Opener:
    """The only one that reads keys."""

    def __init__(self, database: Database, seals: Seals, keys: KeyFiles) -> None:
        self._database = database
        self._seals = seals
        self._keys = keys

    async def tend(self) -> None:
        """Everything that is due now."""
        async for _ in self.steps():
            pass

    async def steps(self) -> AsyncGenerator[str]:
        """The same, with a halt wherever something is kept; it may end at each of them."""
        async with self._database.transaction() as uow:
            await collecting.close_due(uow)
        yield "closed"
        while True:
            waiting = await self._waiting()
            if not waiting:
                return
            for urn in waiting:
                async for step in self._tend(urn):
                    yield step
            async with self._database.transaction() as uow:
                await collecting.close_due(uow)
            yield "closed"

    async def _waiting(self) -> Sequence[TendedUrn]:
        async with self._database.reading() as session:
            return await urns.to_tend(session)

    async def _tend(self, urn: TendedUrn) -> AsyncGenerator[str]:
        if urn.state is UrnState.PLANNED:
            public_key = self._keys.make(urn.id)
            yield "key made"
            async with self._database.transaction() as uow:
                await collecting.give_key(uow, self._seals, urn.id, public_key)
            yield "header sealed"
        if urn.state is UrnState.CLOSING:
            await self._open(urn)
            yield "counted"
        if urn.state in FINAL:
            self._keys.destroy(urn.id)
            yield "key destroyed"
            async with self._database.transaction() as uow:
                await collecting.clear_away(uow, urn.id)
            yield "room cleared"
            await self._truncate()
            yield "log emptied"

    async def _open(self, urn: TendedUrn) -> None:
        try:
            async with self._database.reading() as session:
                found = await urns.contents(session, self._seals, urn.id)
            sheets = self._unsealed(urn, found.boxes)
        except Broken as reason:
            log.error("urn.stopped", reason=str(reason))
            async with self._database.transaction() as uow:
                await collecting.settle(uow, urn.id, UrnState.STOPPED, None)
            return
        state = UrnState.OPENED if sheets else UrnState.DESTROYED
        async with self._database.transaction() as uow:
            emptied = await collecting.settle(uow, urn.id, state, len(sheets) or None)
            if emptied and sheets:
                await _store(uow, urn, sheets, rules.merge_for(found, sheets))

    def _unsealed(self, urn: TendedUrn, boxes: Sequence[bytes]) -> list[OpenedSheet]:
        """In memory only, and mixed; nothing at all of too few."""
        if len(boxes) < LEAST:
            return []
        key = self._keys.read(urn.id)
        if key.public_key().public_bytes_raw() != urn.public_key:
            raise Broken("the key file is another urn's")
        sheets = [unseal(key, box, urn.id) for box in boxes]
        _MIXED.shuffle(sheets)
        return sheets

    async def _truncate(self) -> None:
        """SQLite's log still has the slips; PostgreSQL's is its administrator's."""
        engine = self._database.engine
        if engine.sqlite:
            await engine.reader.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


async def _store(
    uow: UnitOfWork, urn: TendedUrn, sheets: Sequence[OpenedSheet], merge: Merge
) -> None:
    """Counts in a fixed order, texts in that of their random ids."""
    tallied = rules.tally(sheets, merge)
    await counted_topics.announce(uow, urn.tenant, urn.survey_id, tallied)
    counts = [
        row_of(Tally)(
            tenant=urn.tenant,
            urn_id=urn.id,
            question_key=question,
            row_key=row,
            group_code=group,
            value_key=value,
            n=n,
        )
        for (question, row, group, value), n in tallied.items()
    ]
    written = [
        row_of(OpenedText)(
            tenant=urn.tenant, id=uuid4(), urn_id=urn.id, question_key=question, text=said
        )
        for question, said in rules.texts(sheets)
    ]
    if counts:
        await insert_rows(uow.session, tallies, counts)
    if written:
        written.sort(key=lambda row: str(row["id"]))
        await insert_rows(uow.session, free_texts, written)
