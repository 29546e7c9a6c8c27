"""Finds people, schools and organizations of a municipality, as far as the asker may see them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.bonds import queries as bonds
from services.directory.entries import queries as entries
from services.directory.organizations import queries as organizations
from services.directory.organizations.values import Standing, standing_of
from services.directory.people.values import Asker, SeenBy
from services.directory.search.rules import nearest, pieces
from services.directory.search.values import Found, Hit, Hits
from shared.contracts.directory import OrganizationKind, SchoolType
from shared.contracts.words import word
from shared.database.search import fold
from shared.german import short_date
from shared.web.sessions.person import Me

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
    people = await _nearly(session, entries.searched(asker), words)
    others = await _nearly(session, bonds.organizations_searched(asker.tenant, today), words)
    shown = await _shown_people(session, asker, people)
    known = await _shown_organizations(session, asker, others)
    return Found([Hits("Personen", shown), Hits("Schulen und Organisationen", known)], guessed=True)


async def _people(session: AsyncSession, asker: Asker, text: str) -> Hits:
    query = entries.called(asker, text)
    ids = list(await session.scalars(query.limit(MOST + 1)))
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
    """Of those that have an unharmed piece of each word; ``searched`` are ids and folded texts."""
    folded = searched.selected_columns["search_text"]
    near = [or_(*(folded.contains(piece) for piece in pieces(each))) for each in words]
    rows = await session.execute(searched.where(and_(*near)).limit(MOST_GUESSED))
    return nearest(words, [(row[0], row[1]) for row in rows], MOST)


async def _shown_people(session: AsyncSession, asker: Asker, ids: Sequence[UUID]) -> Sequence[Hit]:
    seen = await entries.seen_of(session, asker, ids)
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
