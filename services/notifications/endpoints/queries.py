"""Endpoints as those see them who look after them, and whom a fact is told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.endpoints.models import Endpoint, endpoints
from services.notifications.endpoints.values import (
    Destination,
    Keeper,
    State,
    Subscriber,
    title_of,
)
from services.notifications.recipients.queries import carriers_of
from shared.contracts.accounts import AccessRole
from shared.contracts.words import word
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, Shown, attribute, described, paginate
from shared.german import date_and_time
from shared.messaging.sparse import Sparse
from shared.web.problem import Problem
from shared.web.sessions.person import Me
from shared.web.tokens import ApiClient

SUBSCRIBING = Sparse(Endpoint)
"""Most municipalities have no endpoint."""
OFFICE = "die Kommune selbst"
_SUBSCRIBERS = select(
    endpoints.c.id, endpoints.c.tenant, endpoints.c.carrier_id, endpoints.c.types, endpoints.c.state
).where(in_list(endpoints.c.tenant, "tenants"))


def keeper_of(me: Me | ApiClient) -> Keeper:
    """Whose endpoints they look after; a program its carrier's.

    Raises ``Problem`` for a clerk of none, who would look after the municipality's.
    """
    if isinstance(me, ApiClient) or me.role is AccessRole.CARRIER:
        if me.organization_id is None:
            raise Problem(403, "forbidden", "This role names no organization")
        return Keeper(me.tenant, me.organization_id)
    return Keeper(me.tenant, None)


@dataclass(frozen=True, slots=True)
class Kept:
    """An endpoint, and whose it is."""

    stored: Endpoint
    owner: str

    @property
    def id(self) -> UUID:
        return self.stored.id

    @property
    def name(self) -> str:
        return self.stored.name

    @property
    def url(self) -> str:
        return self.stored.url

    @property
    def types(self) -> Sequence[str]:
        return [title_of(each) for each in self.stored.types]

    @property
    def state(self) -> State:
        return State(self.stored.state)

    @property
    def shown_state(self) -> str:
        """Since when nothing arrives, too."""
        since = self.stored.failing_since
        if self.state.is_on and since is not None:
            return f"nimmt seit {date_and_time(since)} nichts an"
        return word(State, self.state)


_COLUMNS = (
    attribute("name", "Bezeichnung"),
    attribute("owner", "Für"),
    attribute("url", "Adresse"),
    Shown("types", "Ereignisse", lambda each: len(each.types)),
    attribute("shown_state", "Zustand"),
    Shown("reached_at", "Zuletzt angenommen", lambda each: each.stored.reached_at),
)


async def subscribers(reader: Reader, tenants: Collection[str]) -> Sequence[Subscriber]:
    """Every endpoint of these municipalities; those that are off, too: what is told is kept."""
    rows = await reader.execute(_SUBSCRIBERS, {"tenants": list(tenants)})
    return [
        Subscriber(row.id, row.tenant, row.carrier_id, row.types, State(row.state).is_on)
        for row in rows
    ]


async def destination(session: AsyncSession, endpoint_id: UUID) -> Destination | None:
    """None where there is none any more."""
    found = await session.get(Endpoint, endpoint_id)
    if found is None:
        return None
    return Destination(
        found.id,
        found.carrier_id,
        found.url,
        found.secret,
        found.former_secret,
        found.former_until,
    )


async def page_of(session: AsyncSession, keeper: Keeper, wanted: KeysetRequest) -> Page[Kept]:
    """Those that somebody looks after, by name."""
    query = select(Endpoint).where(*_kept_by(keeper))
    by = (Endpoint.name, Endpoint.id)
    found = await paginate(session, query, wanted, by=by, columns=_COLUMNS)

    async def describe(later: AsyncSession, rows: Sequence[Endpoint]) -> list[Kept]:
        return await _described(later, keeper.tenant, rows)

    return await described(session, found, describe)


async def page_for_program(
    session: AsyncSession, keeper: Keeper, wanted: KeysetRequest
) -> Page[Endpoint]:
    """The same without words, in the order in which they were made."""
    query = select(Endpoint).where(*_kept_by(keeper))
    return await paginate(session, query, wanted, by=(Endpoint.id,), columns=_COLUMNS)


async def endpoint(session: AsyncSession, keeper: Keeper, endpoint_id: UUID) -> Endpoint:
    """One of theirs; raises ``NoResultFound``."""
    query = select(Endpoint).where(*_kept_by(keeper), Endpoint.id == endpoint_id)
    return (await session.scalars(query)).one()


async def kept(session: AsyncSession, keeper: Keeper, endpoint_id: UUID) -> Kept:
    """One of theirs; raises ``NoResultFound``."""
    found = await endpoint(session, keeper, endpoint_id)
    return (await _described(session, keeper.tenant, [found]))[0]


async def owners_to_choose(session: AsyncSession, keeper: Keeper) -> list[tuple[str, str]]:
    """Ids and names, as a form offers them."""
    found = await carriers_of(session, keeper.tenant)
    return [(str(key), name) for key, name in found.items()]


def _kept_by(keeper: Keeper) -> list[ColumnElement[bool]]:
    mine: list[ColumnElement[bool]] = [Endpoint.tenant == keeper.tenant]
    if keeper.carrier_id is not None:
        mine.append(Endpoint.carrier_id == keeper.carrier_id)
    return mine


async def _described(session: AsyncSession, tenant: str, rows: Sequence[Endpoint]) -> list[Kept]:
    names = await carriers_of(session, tenant)
    return [Kept(each, _owner(each, names)) for each in rows]


def _owner(found: Endpoint, names: dict[UUID, str]) -> str:
    if found.carrier_id is None:
        return OFFICE
    return names.get(found.carrier_id, "")
