"""Whom somebody may be, too; and whom the office has to look at."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import addresses_of
from services.directory.bonds.queries import numbers_of, schools_of
from services.directory.duplicates.forms import DuplicateSearch
from services.directory.duplicates.models import Duplicate, match_keys
from services.directory.duplicates.rules import judge, keys_of, name_of
from services.directory.duplicates.values import (
    CERTAIN,
    LOWEST,
    Alike,
    Certainty,
    Profile,
    Reason,
    Standing,
    Verdict,
    certainty_of,
    shown_as,
)
from services.directory.entries.queries import asker_of, seen_of
from services.directory.entries.values import Seen
from services.directory.people.queries import ever_called, mails_of, to_match
from services.directory.people.values import Names, SeenBy
from shared.contracts.words import word
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.web.sessions.person import Me

OPEN = select(func.count()).where(
    Duplicate.tenant == bindparam("tenant"), Duplicate.standing == Standing.OPEN
)
"""How many of ``tenant`` the office has to look at."""
MOST_ALIKE = 5
"""That are shown to who enters somebody."""
MOST_OF_A_KEY = 25
"""Who have a key in common are compared: of many with one name each would be with all others."""
MOST_WAITING = 500
"""Of those who are not found by keys yet, that are compared anyway."""


async def profiles_of(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> dict[UUID, Profile]:
    """By what each of these people is known."""
    names, mails, numbers, schools = _sets(), _sets(), _sets(), _sets()
    for row in await ever_called(session, tenant, ids):
        names[row.id].add(name_of(row.given_name, row.family_name, former=row.former))
    for row in await mails_of(session, tenant, ids):
        mails[row.id].add(row.email.casefold())
    signs_in = await addresses_of(session, list(names))
    for key, each in signs_in.items():
        mails[key].add(each.address)
    for row in await numbers_of(session, tenant, ids):
        numbers[row.worker_id].add(f"{row.carrier_id} {row.external_id.casefold()}")
    for row in await schools_of(session, tenant, ids):
        schools[row.worker_id].add(row.school_id)
    verified = {key: each.address for key, each in signs_in.items() if each.verified_at}
    return {
        key: Profile(
            sorted(called, key=lambda each: each.former),
            frozenset(mails[key]),
            frozenset({verified[key]} if key in verified else ()),
            frozenset(numbers[key]),
            frozenset(schools[key]),
        )
        for key, called in names.items()
    }


def _sets() -> defaultdict[UUID, set[Any]]:
    return defaultdict(set)


async def with_keys(
    session: AsyncSession, tenant: str, keys: Collection[str]
) -> defaultdict[str, set[UUID]]:
    """Who is found by each of these keys; the newest, where many have it."""
    theirs = (match_keys.c.tenant == tenant, in_list(match_keys.c.key, "keys"))
    newest = func.row_number().over(
        partition_by=match_keys.c.key, order_by=match_keys.c.person_id.desc()
    )
    placed = select(match_keys.c.key, match_keys.c.person_id, newest.label("place")).where(*theirs)
    few = select(some := placed.subquery()).where(some.c.place <= MOST_OF_A_KEY)
    found = defaultdict[str, set[UUID]](set)
    for row in await session.execute(few, {"keys": list(keys)}):
        found[row.key].add(row.person_id)
    return found


async def alike(
    session: AsyncSession, me: Me, today: date, given: Sequence[Names]
) -> list[list[Alike]]:
    """Whom each of these new people may be, as far as ``me`` may see them; the likeliest first."""
    new = [
        Profile(
            [name_of(each["given_name"], each["family_name"])],
            frozenset({each["email"].casefold()}),
        )
        for each in given
    ]
    keys = [keys_of(each) for each in new]
    by_key = await with_keys(session, me.tenant, {key for some in keys for key in some})
    waiting = set(await session.scalars(to_match(me.tenant).limit(MOST_WAITING)))
    candidates = [set[UUID]().union(waiting, *(by_key[key] for key in some)) for some in keys]
    known = await profiles_of(session, me.tenant, set[UUID]().union(*candidates))
    asker = asker_of(me, today)
    seen = await seen_of(session, asker, list(known)) if known else {}
    if asker.seen_by is not SeenBy.OFFICE:
        known = {key: as_seen(known[key], each) for key, each in seen.items()}
    judged = (
        _judged(profile, {key: known[key] for key in some if key in seen})
        for profile, some in zip(new, candidates, strict=True)
    )
    return [
        [Alike(key, seen[key].name, seen[key].work, each.reasons) for key, each in some.items()]
        for some in judged
    ]


def as_seen(profile: Profile, seen: Seen) -> Profile:
    """As much of it as who asks may know: what is hidden must not find anybody."""
    mails = frozenset(each.value.casefold() for each in seen.reached if each.kind == "mail")
    return Profile(
        [name_of(seen.given_name, seen.family_name)],
        profile.mails & mails,
        profile.verified & mails,
        schools=profile.schools,
    )


async def warned_of(
    session: AsyncSession, me: Me, today: date, given: Names, shown: str
) -> Sequence[Alike]:
    """Whom a new person may be; nobody if these have been ``shown`` before."""
    [found] = await alike(session, me, today, [given])
    return [] if shown_as(found) == shown else found


async def warned_unless_same(
    session: AsyncSession, me: Me, today: date, given: Names, shown: str
) -> Sequence[Alike]:
    """As ``warned_of``; who is called the same and written to there is taken for the same."""
    found = await warned_of(session, me, today, given, shown)
    return [] if any(_is_taken_for(each) for each in found) else found


def _is_taken_for(found: Alike) -> bool:
    reasons = set(found.reasons)
    return Reason.NAME in reasons and bool(reasons & {Reason.MAIL, Reason.VERIFIED_MAIL})


def _judged(profile: Profile, known: Mapping[UUID, Profile]) -> dict[UUID, Verdict]:
    """The likeliest of them first."""
    verdicts = {key: judge(profile, each) for key, each in known.items()}
    found = [(key, verdict) for key, verdict in verdicts.items() if verdict]
    return dict(sorted(found, key=lambda each: (-each[1].score, each[0]))[:MOST_ALIKE])


@dataclass(frozen=True)
class Pair:
    """Two people who may be the same, as a list shows them."""

    row: Duplicate
    first: str
    second: str

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def first_id(self) -> UUID:
        return self.row.first_id

    @property
    def second_id(self) -> UUID:
        return self.row.second_id

    @property
    def score(self) -> int:
        return self.row.score

    @property
    def certainty(self) -> Certainty:
        return certainty_of(self.row.score)

    @property
    def reasons(self) -> str:
        return ", ".join(word(Reason, each) for each in self.row.reasons)

    @property
    def standing(self) -> Standing:
        return self.row.standing

    @property
    def found_at(self) -> datetime:
        return self.row.found_at


COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("first", "Person"),
        ("second", "Vielleicht dieselbe"),
        ("certainty", "Wie sicher"),
        ("score", "Übereinstimmung"),
        ("reasons", "Was dafür spricht"),
        ("found_at", "Gefunden"),
        ("standing", "Stand"),
    )
)


async def page_of(
    session: AsyncSession, me: Me, search: DuplicateSearch, page: KeysetRequest, today: date
) -> Page[Pair]:
    """The municipality's, those of whom most speaks for it first."""
    most_first = replace(page, sort=page.sort or "-score")
    query, by = _searched(_of(me.tenant), search), (Duplicate.score, Duplicate.id)
    sorts = (Duplicate.found_at,)
    found = await paginate(session, query, most_first, by=by, sorts=sorts, columns=COLUMNS)

    async def describe(later: AsyncSession, rows: Sequence[Duplicate]) -> Sequence[Pair]:
        return await _described(later, me, rows, today)

    return await described(session, found, describe)


async def list_of(
    session: AsyncSession, me: Me, search: DuplicateSearch, page: KeysetRequest
) -> Page[Duplicate]:
    """The municipality's, for a program of the office."""
    query = _searched(_of(me.tenant), search)
    return await paginate(session, query, page, by=(Duplicate.score, Duplicate.id), columns=())


async def one(session: AsyncSession, me: Me, pair_id: UUID, today: date) -> Pair:
    """One of them; raises ``NoResultFound``."""
    row = (await session.scalars(_of(me.tenant).where(Duplicate.id == pair_id))).one()
    [found] = await _described(session, me, [row], today)
    return found


async def both(session: AsyncSession, me: Me, pair: Pair, today: date) -> tuple[Seen, Seen]:
    """What the office sees of each."""
    seen = await seen_of(session, asker_of(me, today), [pair.first_id, pair.second_id])
    return seen[pair.first_id], seen[pair.second_id]


async def of_person(session: AsyncSession, me: Me, person_id: UUID, today: date) -> Sequence[Pair]:
    """Whom somebody may be, and nobody has said that they are not."""
    theirs = or_(Duplicate.first_id == person_id, Duplicate.second_id == person_id)
    query = _of(me.tenant).where(theirs, Duplicate.standing == Standing.OPEN)
    rows = (await session.scalars(query.order_by(Duplicate.score.desc(), Duplicate.id))).all()
    return await _described(session, me, rows, today)


def _of(tenant: str) -> Select[Any]:
    return select(Duplicate).where(Duplicate.tenant == tenant)


_HIGHEST = {Certainty.CERTAIN: CERTAIN, Certainty.LIKELY: CERTAIN - 1, Certainty.POSSIBLE: 74}


def _is(certainty: Certainty) -> ColumnElement[bool]:
    return and_(Duplicate.score >= LOWEST[certainty], Duplicate.score <= _HIGHEST[certainty])


def _searched(query: Select[Any], search: DuplicateSearch) -> Select[Any]:
    if search.standing is not None:
        query = query.where(Duplicate.standing == search.standing)
    if search.certainty is not None:
        query = query.where(_is(search.certainty))
    return query


async def _described(
    session: AsyncSession, me: Me, rows: Sequence[Duplicate], today: date
) -> list[Pair]:
    ids = {key for row in rows for key in (row.first_id, row.second_id)}
    seen = await seen_of(session, asker_of(me, today), list(ids)) if ids else {}
    return [
        Pair(row, seen[row.first_id].name, seen[row.second_id].name)
        for row in rows
        if row.first_id in seen and row.second_id in seen
    ]
