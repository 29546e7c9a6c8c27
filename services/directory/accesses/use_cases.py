"""Reads what all services have recorded as one list, and names who is away."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accesses import queries
from services.directory.accesses.forms import AccessSearch
from services.directory.accesses.gateways import ask_all
from services.directory.accesses.values import OFFICE, Answers, Entry, Place, Side, Told
from shared.clock import BERLIN
from shared.database.paging import KeysetRequest, Page, Shown, attribute
from shared.web.neighbours import NoAnswer, ServiceClient
from shared.web.sessions.person import Me

Line = TypeVar("Line")
Describe = Callable[[AsyncSession, Sequence[Told]], Awaitable[list[Line]]]
NOBODY = "00000000-0000-0000-0000-000000000000"
_PLACE = TypeAdapter(Place)
COLUMNS = (
    attribute("at", "Wann"),
    attribute("who", "Wer"),
    attribute("role", "In welcher Rolle"),
    attribute("what", "Was"),
    attribute("about", "Um wen oder was es ging"),
    attribute("service", "Bereich"),
)


async def of_office(
    client: ServiceClient,
    session: AsyncSession,
    me: Me,
    search: AccessSearch,
    person: UUID | None,
    of: str,
    wanted: KeysetRequest,
) -> tuple[Page[Entry], Answers]:
    """What was done in the municipality, newest first."""
    query = await _query(session, me, search, person, of)

    async def describe(session: AsyncSession, told: Sequence[Told]) -> list[Entry]:
        return await queries.described(session, me, told)

    return await listed(client, session, OFFICE, query, describe, COLUMNS, wanted)


async def listed(
    client: ServiceClient,
    session: AsyncSession,
    path: str,
    query: Mapping[str, str],
    describe: Describe[Line],
    columns: Sequence[Shown],
    wanted: KeysetRequest,
) -> tuple[Page[Line], Answers]:
    """A page of it, or a file, of which nothing is read yet; a file wants every service."""

    async def fetch(session: AsyncSession, wanted: KeysetRequest) -> Page[Line]:
        page, answers = await read(session, wanted)
        if answers.away:
            raise NoAnswer(", ".join(answers.away))
        return page

    async def read(session: AsyncSession, wanted: KeysetRequest) -> tuple[Page[Line], Answers]:
        place = _place(wanted)
        back = wanted.backwards and place is not None
        answers = await ask_all(client, path, query, place, forwards=back, limit=wanted.size + 1)
        more, told = len(answers.told) > wanted.size, answers.told
        told = (told[-wanted.size :] if back else told[: wanted.size]) if more else told
        page: Page[Line] = Page(
            items=await describe(session, told),
            wanted=wanted,
            columns=columns,
            sorts=(),
            fetch=fetch,
            first=told[0].place if told else None,
            last=told[-1].place if told else None,
            has_previous=more if back else place is not None,
            has_next=back or more,
        )
        return page, answers

    page, answers = await read(session, wanted)
    if not page.items and _place(wanted) is not None:
        page, answers = await read(session, KeysetRequest(size=wanted.size))
    return page, answers


async def _query(
    session: AsyncSession, me: Me, search: AccessSearch, person: UUID | None, of: str
) -> Mapping[str, str]:
    asked = {"object_id": of, "act": search.act or ""}
    asked["since"] = _begin(search.since)
    asked["until"] = _begin(search.until + timedelta(days=1) if search.until else None)
    if search.text or person:
        meant = (
            await queries.with_merged(session, me, [person])
            if person
            else await queries.people_meant(session, me, search.text)
        )
        side = "actors" if search.side is Side.ACTED else "people"
        asked[side] = queries.joined(meant) or NOBODY
    return {name: value for name, value in asked.items() if value}


def _begin(day: date | None) -> str:
    return datetime.combine(day, time(), BERLIN).isoformat() if day else ""


def _place(wanted: KeysetRequest) -> Place | None:
    """None for what is no place of this list."""
    try:
        return _PLACE.validate_python(wanted.position) if wanted.position else None
    except ValidationError:
        return None
