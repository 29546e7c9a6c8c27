"""Finds people who may be the same, and keeps what the office says of them."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.duplicates import queries
from services.directory.duplicates.models import Duplicate, MatchKey, duplicates, match_keys
from services.directory.duplicates.rules import judge, keys_of
from services.directory.duplicates.values import Profile, Standing, Verdict
from services.directory.models import metadata
from shared.database.lists import in_list
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me

people = metadata.tables["people"]
AT_ONCE = 100
"""People who are looked at in one transaction."""

Couple = tuple[UUID, UUID]
"""The smaller id first."""


async def find(uow: UnitOfWork) -> bool:
    """Look at whoever is new or has changed; returns whether more are waiting."""
    found = await _take(uow, AT_ONCE)
    for tenant, ids in found.items():
        await match(uow, tenant, ids)
    return sum(len(ids) for ids in found.values()) == AT_ONCE


async def _take(uow: UnitOfWork, most: int) -> Mapping[str, list[UUID]]:
    """Some of those who are to be looked at, by municipality; they are held, and are done with."""
    waiting = select(people.c.tenant, people.c.id).where(~people.c.matched)
    some = waiting.order_by(people.c.tenant, people.c.id).limit(most)
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for row in await uow.session.execute(crossing(some.with_for_update(skip_locked=True))):
        found[row.tenant].append(row.id)
    for tenant, ids in found.items():
        theirs = (people.c.tenant == tenant, in_list(people.c.id, "ids"))
        done = update(people).where(*theirs).values(matched=True)
        await uow.session.execute(done, {"ids": ids})
    return found


async def match(uow: UnitOfWork, tenant: str, ids: Collection[UUID]) -> None:
    """Bring the keys of these people, and whom they may be, to what is so now."""
    known = await queries.profiles_of(uow.session, tenant, ids)
    keys = {key: keys_of(each) for key, each in known.items()}
    await _store_keys(uow, tenant, keys)
    by_key = await queries.with_keys(
        uow.session, tenant, {k for some in keys.values() for k in some}
    )
    couples = {
        (min(key, other), max(key, other))
        for key, some in keys.items()
        for each in some
        for other in by_key[each]
        if other != key
    }
    others = {key for couple in couples for key in couple} - known.keys()
    known |= await queries.profiles_of(uow.session, tenant, others)
    found = await asyncio.to_thread(lambda: dict(_judged(couples, known)))
    await _store_found(uow, tenant, ids, found)


def _judged(
    couples: Collection[Couple], known: Mapping[UUID, Profile]
) -> Iterator[tuple[Couple, Verdict]]:
    for first, second in couples:
        if first in known and second in known:
            verdict = judge(known[first], known[second])
            if verdict is not None:
                yield (first, second), verdict


async def _store_keys(uow: UnitOfWork, tenant: str, keys: Mapping[UUID, Collection[str]]) -> None:
    theirs = (match_keys.c.tenant == tenant, in_list(match_keys.c.person_id, "ids"))
    await uow.session.execute(delete(match_keys).where(*theirs), {"ids": list(keys)})
    rows = [
        row_of(MatchKey)(tenant=tenant, person_id=person_id, key=key)
        for person_id, some in keys.items()
        for key in sorted(some)
    ]
    await insert_rows(uow.session, match_keys, rows)


async def _store_found(
    uow: UnitOfWork, tenant: str, ids: Collection[UUID], found: Mapping[Couple, Verdict]
) -> None:
    """What is found no longer goes, unless somebody has judged it."""
    before = await _before(uow.session, tenant, ids)
    for couple, row in before.items():
        if couple not in found and row.standing is Standing.OPEN:
            await uow.session.delete(row)
        elif couple in found:
            row.score, row.reasons = found[couple].score, list(found[couple].reasons)
    uow.session.add_all(
        Duplicate(
            tenant=tenant,
            first_id=couple[0],
            second_id=couple[1],
            score=verdict.score,
            reasons=list(verdict.reasons),
            standing=Standing.OPEN,
            found_at=uow.now,
        )
        for couple, verdict in sorted(found.items())
        if couple not in before
    )


async def _before(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> dict[Couple, Duplicate]:
    theirs = or_(in_list(duplicates.c.first_id, "ids"), in_list(duplicates.c.second_id, "ids"))
    query = select(Duplicate).where(Duplicate.tenant == tenant, theirs).with_for_update()
    rows = await session.scalars(query, {"ids": list(ids)})
    return {(row.first_id, row.second_id): row for row in rows}


async def tell_apart(uow: UnitOfWork, me: Me, pair_id: UUID) -> None:
    """They are two people, and that is remembered; raises ``NoResultFound``, ``Problem``."""
    row = await _held(uow, me, pair_id, Standing.OPEN)
    row.standing, row.judged_at, row.judged_by = Standing.DIFFERENT, uow.now, str(me.person_id)


async def look_again(uow: UnitOfWork, me: Me, pair_id: UUID) -> None:
    """They may be the same after all; raises ``NoResultFound``, ``Problem``."""
    row = await _held(uow, me, pair_id, Standing.DIFFERENT)
    row.standing, row.judged_at, row.judged_by = Standing.OPEN, None, ""


async def hand_over_judged(uow: UnitOfWork, tenant: str, both: Couple) -> list[str]:
    """Whoever is not the second of both is not the first; returns of whom that was not known."""
    mine, theirs = [await _pairs_of(uow, tenant, each) for each in both]
    said: list[str] = []
    for other, row in theirs.items():
        known = mine.get(other)
        told = known is not None and known.standing is Standing.DIFFERENT
        if row.standing is Standing.DIFFERENT and other != both[0] and not told:
            said.append(str(other))
            if known is not None:
                await uow.session.delete(known)
                await uow.session.flush()
            uow.session.add(_as_judged(row, both[0], other))
    await uow.session.flush()
    return said


async def take_back_judged(
    uow: UnitOfWork, tenant: str, person_id: UUID, said: Collection[str]
) -> None:
    """What was handed over holds no longer: it is looked again."""
    for other, row in (await _pairs_of(uow, tenant, person_id)).items():
        if str(other) in said:
            await uow.session.delete(row)


async def _pairs_of(uow: UnitOfWork, tenant: str, person_id: UUID) -> dict[UUID, Duplicate]:
    """By who the other is."""
    rows = (await _before(uow.session, tenant, [person_id])).items()
    return {next(key for key in couple if key != person_id): row for couple, row in rows}


def _as_judged(row: Duplicate, person_id: UUID, other: UUID) -> Duplicate:
    return Duplicate(
        tenant=row.tenant,
        first_id=min(person_id, other),
        second_id=max(person_id, other),
        score=row.score,
        reasons=row.reasons,
        standing=row.standing,
        found_at=row.found_at,
        judged_at=row.judged_at,
        judged_by=row.judged_by,
    )


async def _held(uow: UnitOfWork, me: Me, pair_id: UUID, standing: Standing) -> Duplicate:
    mine = (Duplicate.tenant == me.tenant, Duplicate.id == pair_id)
    row = (await uow.session.scalars(select(Duplicate).where(*mine).with_for_update())).one()
    if row.standing is not standing:
        raise Problem(409, "already-judged", "Somebody has judged this already")
    return row
