"""Finds people, schools and organizations of a municipality, as far as the asker may see them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.bonds import queries as bonds
from services.directory.entries import queries as entries
from services.directory.organizations import queries as organizations
from services.directory.organizations.values import Standing, standing_of
from services.directory.people.queries import PEOPLE
from services.directory.people.values import Asker, SeenBy
from services.directory.search.rules import Clue, clues, nearest
from services.directory.search.values import Found, Hit, Hits
from services.directory.sight import queries as sight
from shared.contracts.directory import OrganizationKind, SchoolType
from shared.contracts.words import word
from shared.database.search import fold
from shared.german import short_date
from shared.web.sessions.person import Me

_everybody = PEOPLE.selected_columns
PERSON = "/directory/personen/{}"
ORGANIZATION = "/directory/organisationen/{}"
MOST = 8
"""Of each kind."""
MOST_GUESSED = 2000
"""Rows that are compared letter by letter."""


async def found(session: AsyncSession, me: Me, today: date, text: str) -> Found:
    """What is called so or, if nothing is, nearly so."""
    words = fold(text).split()
    if not words:
        return Found([])
    asker = entries.asker_of(me, today)
    exactly = await _people(session, asker, text), await _organizations(session, asker, text)
    if any(each.items for each in exactly):
        return Found(exactly)
    near = await _nearly(session, _searched(asker.tenant), words)
    seen = await sight.who_is_seen(session, asker, near)
    others = await _nearly(session, bonds.organizations_searched(asker.tenant, today), words)
    shown = await _shown_people(session, asker, [key for key in near if key in seen][:MOST])
    known = await _shown_organizations(session, asker, others[:MOST])
    return Found([Hits("Personen", shown), Hits("Schulen und Organisationen", known)], guessed=True)


def _searched(tenant: str) -> Select[Any]:
    """Ids and folded names of everybody, whoever may see them: that is asked of those near."""
    mine = (_everybody.tenant == tenant, _everybody.merged_into.is_(None))
    return select(_everybody.id, _everybody.search_text).where(*mine)


async def _people(session: AsyncSession, asker: Asker, text: str) -> Hits:
    ids = await entries.called(session, asker, text, MOST + 1)
    items = await _shown_people(session, asker, ids[:MOST])
    return Hits("Personen", items, len(ids) > MOST)


async def _organizations(session: AsyncSession, asker: Asker, text: str) -> Hits:
    query = bonds.organizations_called(asker.tenant, text, asker.today)
    ids = list(await session.scalars(query.limit(MOST + 1)))
    items = await _shown_organizations(session, asker, ids[:MOST])
    return Hits("Schulen und Organisationen", items, len(ids) > MOST)


async def _nearly(
    session: AsyncSession, searched: Select[Any], words: Sequence[str]
) -> Sequence[UUID]:
    """Of those that have a clue of each word; ``searched`` are ids and folded texts."""
    folded = searched.selected_columns["search_text"]
    near = [or_(*(_has(folded, clue) for clue in clues(each))) for each in words]
    rows = await session.execute(searched.where(and_(*near)).limit(MOST_GUESSED))
    return nearest(words, [(row[0], row[1]) for row in rows])


def _has(folded: ColumnElement[str], clue: Clue) -> ColumnElement[bool]:
    return and_(folded.contains(clue.part), or_(*(folded.contains(each) for each in clue.beside)))


async def _shown_people(session: AsyncSession, asker: Asker, ids: Sequence[UUID]) -> Sequence[Hit]:
    seen = await entries.seen_of(session, asker, ids) if ids else {}
    return [Hit(seen[key].name, seen[key].work, PERSON.format(key)) for key in ids if key in seen]


async def _shown_organizations(
    session: AsyncSession, asker: Asker, ids: Sequence[UUID]
) -> Sequence[Hit]:
    known = await organizations.organizations_by_id(session, asker.tenant, ids) if ids else {}
    office = asker.seen_by is SeenBy.OFFICE
    return [
        Hit(
            known[key].name,
            _detail(known[key], asker.today),
            ORGANIZATION.format(key) if office else "",
        )
        for key in ids
        if key in known
    ]


def _detail(row: Any, today: date) -> str:
    said = word(OrganizationKind, row.kind)
    if row.school_type is not None:
        said = f"{word(SchoolType, row.school_type)}, Schulnummer {row.school_number}"
    if standing_of(row.valid_from, row.valid_to, today) is Standing.CLOSED:
        said += f", geschlossen seit {short_date(row.valid_to)}"
    return said
