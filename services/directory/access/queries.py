"""Which programs there are, and which of them asks."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hmac import compare_digest
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.access.models import ApiClient, ClientSecret, client_secrets, clients
from services.directory.access.values import Client, Keeper
from services.directory.values import digest_of
from shared.contracts.directory import Scope
from shared.database.paging import KeysetRequest, Page, Shown, described, paginate
from shared.database.reach import crossing
from shared.messaging.event import SANDBOX

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])

NOBODY = bytes(32)
"""What an unknown client's secret is compared with, so that it takes as long."""


@dataclass(frozen=True)
class Registered:
    """A client, and its secrets that are valid now."""

    client: ApiClient
    secrets: Sequence[ClientSecret]


async def authenticate(
    session: AsyncSession, now: datetime, client_id: str, secret: str
) -> Client | None:
    """The client with this id and one of its valid secrets, unless it is revoked."""
    query = (
        select(clients, client_secrets.c.secret_sha256)
        .join(client_secrets, client_secrets.c.client_id == clients.c.client_id)
        .where(clients.c.client_id == client_id, clients.c.revoked_at.is_(None), valid_at(now))
    )
    rows = (await session.execute(query)).all()
    given = digest_of(secret)
    known = [row.secret_sha256 for row in rows] or [NOBODY]
    right = [compare_digest(each, given) for each in known]
    return _client(rows[0]) if rows and any(right) else None


async def list_clients(
    session: AsyncSession,
    now: datetime,
    tenant: str,
    after: str,
    limit: int,
    *mine: ColumnElement[bool],
) -> Sequence[Registered]:
    """The municipality's by their ids, from the one after ``after`` on; revoked ones, too."""
    query = select(ApiClient).where(ApiClient.tenant == tenant, ApiClient.client_id > after, *mine)
    found = (await session.scalars(query.order_by(ApiClient.client_id).limit(limit))).all()
    secrets = await secrets_of(session, now, [each.client_id for each in found])
    return [Registered(each, secrets.get(each.client_id, [])) for each in found]


async def carriers_of(
    session: AsyncSession, tenant: str, client_ids: Collection[str]
) -> dict[str, UUID]:
    """Whose programs of the municipality these are, revoked ones, too."""
    mine = ApiClient.tenant == tenant, ApiClient.client_id.in_(client_ids)
    rows = await session.execute(select(ApiClient.client_id, ApiClient.carrier_id).where(*mine))
    return {row.client_id: row.carrier_id for row in rows}


async def page_of(
    session: AsyncSession,
    now: datetime,
    wanted: KeysetRequest,
    columns: Sequence[Shown],
    *mine: ColumnElement[bool],
) -> Page[Registered]:
    """Clients by their ids, revoked ones, too."""
    query = select(ApiClient).where(*mine)
    found = await paginate(session, query, wanted, by=(ApiClient.client_id,), columns=columns)

    async def registered(session: AsyncSession, rows: Sequence[ApiClient]) -> Sequence[Registered]:
        secrets = await secrets_of(session, now, [each.client_id for each in rows])
        return [Registered(each, secrets.get(each.client_id, [])) for each in rows]

    return await described(session, found, registered)


async def secrets_ending(
    session: AsyncSession, now: datetime, until: datetime, keeper: Keeper
) -> tuple[int, datetime | None]:
    """How many clients have a secret that ends by then, and when the first does."""
    wanted = {"now": now, "until": until, **keeper.values}
    query = _secrets_ending(keeper.everywhere, keeper.is_carrier)
    count, first = (await session.execute(query, wanted)).one()
    return count, first


async def never_used(session: AsyncSession, made_before: datetime, keeper: Keeper) -> int:
    """How many clients have not asked for a token since they were made by then."""
    query = _never_used(keeper.everywhere, keeper.is_carrier)
    found = await session.execute(query, {"before": made_before, **keeper.values})
    return found.scalar_one()


@cache
def _secrets_ending(everywhere: bool, of_carrier: bool) -> Select[int, datetime | None]:
    ends_at = ClientSecret.ends_at
    query = (
        select(func.count(ClientSecret.client_id.distinct()), func.min(ends_at))
        .join(ApiClient, ApiClient.client_id == ClientSecret.client_id)
        .where(ends_at > bindparam("now"), ends_at <= bindparam("until"))
    )
    return _kept(query, everywhere, of_carrier)


@cache
def _never_used(everywhere: bool, of_carrier: bool) -> Select[int]:
    unused = ApiClient.last_used_at.is_(None), ApiClient.created_at < bindparam("before")
    return _kept(select(func.count()).where(*unused), everywhere, of_carrier)


def _kept(query: Query, everywhere: bool, of_carrier: bool) -> Query:
    """Of clients in use; whose they are is given when it is executed."""
    query = query.where(ApiClient.revoked_at.is_(None))
    if of_carrier:
        query = query.where(ApiClient.carrier_id == bindparam("carrier_id"))
    if everywhere:
        return crossing(query.where(ApiClient.tenant != SANDBOX))
    return query.where(ApiClient.tenant == bindparam("tenant"))


ENDING = _secrets_ending(True, False).with_only_columns(func.count())
"""How many secrets that were replaced end ``until`` a moment, anywhere."""
UNUSED = _never_used(True, False)
"""How many clients made ``before`` a moment have never asked for a token, anywhere."""


def acting_in(tenant: str) -> ColumnElement[bool]:
    return ApiClient.tenant == tenant


def acting_for(carrier_id: UUID | None) -> ColumnElement[bool]:
    return ApiClient.carrier_id == carrier_id


async def find_client(
    session: AsyncSession, now: datetime, client_id: str, tenant: str | None = None
) -> Registered | None:
    """Of one municipality if it is named, else of any."""
    query = select(ApiClient).where(ApiClient.client_id == client_id)
    if tenant is not None:
        query = query.where(acting_in(tenant))
    client = (await session.scalars(query)).one_or_none()
    if client is None:
        return None
    secrets = await secrets_of(session, now, [client_id])
    return Registered(client, secrets.get(client_id, []))


async def known_client(session: AsyncSession, now: datetime, client_id: str) -> Registered | None:
    """Of whichever municipality: whoever asks has found its id among what is theirs."""
    query = crossing(select(ApiClient).where(ApiClient.client_id == client_id))
    client = (await session.scalars(query)).one_or_none()
    if client is None:
        return None
    secrets = await secrets_of(session, now, [client_id])
    return Registered(client, secrets.get(client_id, []))


async def secrets_of(
    session: AsyncSession, now: datetime, client_ids: Collection[str]
) -> Mapping[str, Sequence[ClientSecret]]:
    """Those of these clients that are valid, the oldest first, by client."""
    query = select(ClientSecret).where(ClientSecret.client_id.in_(client_ids), valid_at(now))
    found: defaultdict[str, list[ClientSecret]] = defaultdict(list)
    for each in await session.scalars(query.order_by(ClientSecret.created_at)):
        found[each.client_id].append(each)
    return found


def valid_at(now: datetime) -> ColumnElement[bool]:
    """Of secrets: in use, or replaced by another but not over yet."""
    return or_(client_secrets.c.ends_at.is_(None), client_secrets.c.ends_at > now)


def _client(row: Row[Any]) -> Client:
    """Scopes that a later release gave are passed over."""
    given = set(row.scopes.split())
    known = frozenset(scope for scope in Scope if scope in given)
    return Client(row.client_id, row.tenant, row.carrier_id, known)
