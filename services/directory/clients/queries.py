"""Programs as those see them who give them their credentials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.access.models import ApiClient, ClientSecret
from services.directory.access.queries import find_client, secrets_of
from services.directory.organizations.models import Organization
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind, Scope
from shared.contracts.words import word
from shared.database.paging import KeysetRequest, Page, Shown, described, paginate
from shared.german import date_and_time
from shared.messaging.event import EVERYONE
from shared.web.problem import Problem
from shared.web.sessions.person import Me


@dataclass(frozen=True, slots=True)
class Program:
    """A program, the carrier it acts for, and its secrets that are valid now."""

    client: ApiClient
    carrier: str
    secrets: Sequence[ClientSecret]

    @property
    def id(self) -> str:
        return self.client.client_id

    @property
    def scopes(self) -> list[str]:
        return [word(Scope, each) for each in self.client.scopes.split()]

    @property
    def last_use(self) -> str:
        """When it fetched a token last, and from which address."""
        at, client = self.client.last_used_at, self.client
        return f"{date_and_time(at)} von {client.last_used_from}" if at else "noch nie"

    @property
    def state(self) -> str:
        if self.client.revoked_at:
            return f"widerrufen am {date_and_time(self.client.revoked_at)}"
        ends = [each.ends_at for each in self.secrets if each.ends_at]
        return f"zwei Geheimnisse bis {date_and_time(min(ends))}" if ends else "aktiv"

    @property
    def newest(self) -> datetime | None:
        return max((each.created_at for each in self.secrets), default=None)


COLUMNS = (
    Shown("id", "Kennung", lambda each: each.id),
    Shown("carrier", "Anstellungsträger", lambda each: each.carrier),
    Shown("scopes", "Darf", lambda each: ", ".join(each.scopes)),
    Shown("last_use", "Zuletzt benutzt", lambda each: each.last_use),
    Shown("state", "Zustand", lambda each: each.state),
)


async def page_of(
    session: AsyncSession, now: datetime, me: Me, wanted: KeysetRequest
) -> Page[Program]:
    """Those that ``me`` keeps, by carrier; revoked ones, too."""
    query = select(ApiClient).join(Organization, Organization.id == ApiClient.carrier_id)
    if me.tenant != EVERYONE:
        query = query.where(ApiClient.tenant == me.tenant)
    if me.role is AccessRole.CARRIER:
        query = query.where(ApiClient.carrier_id == me.organization_id)
    by = (Organization.name, ApiClient.client_id)
    found = await paginate(session, query, wanted, by=by, columns=COLUMNS)
    return await described(session, found, partial(_programs, now))


async def program(session: AsyncSession, now: datetime, me: Me, client_id: str) -> Program:
    """One of those that ``me`` keeps; raises ``Problem``."""
    found = await find_client(session, now, client_id)
    if found is None or not _keeps(me, found.client):
        raise Problem(404, "client-not-found", "There is no such client")
    return (await _programs(now, session, [found.client]))[0]


async def carriers_to_choose(session: AsyncSession, me: Me) -> list[tuple[str, str]]:
    """Id and name, as a form offers them."""
    here = true() if me.tenant == EVERYONE else Organization.tenant == me.tenant
    query = select(Organization).where(here, Organization.kind == OrganizationKind.CARRIER)
    rows = await session.scalars(query.order_by(Organization.name_key, Organization.id))
    return [(str(each.id), each.name) for each in rows]


async def municipality_of(session: AsyncSession, me: Me, carrier_id: UUID | None) -> str | None:
    """The carrier's, if ``me`` may give its programs credentials."""
    own = me.role is not AccessRole.CARRIER or carrier_id == me.organization_id
    query = select(Organization.tenant).where(
        Organization.id == carrier_id, Organization.kind == OrganizationKind.CARRIER
    )
    tenant = (await session.execute(query)).scalar()
    return tenant if own and me.tenant in (tenant, EVERYONE) else None


def _keeps(me: Me, client: ApiClient) -> bool:
    own = me.role is not AccessRole.CARRIER or client.carrier_id == me.organization_id
    return own and me.tenant in (client.tenant, EVERYONE)


async def _programs(
    now: datetime, session: AsyncSession, clients: Sequence[ApiClient]
) -> list[Program]:
    secrets = await secrets_of(session, now, [each.client_id for each in clients])
    query = select(Organization.id, Organization.name).where(
        Organization.id.in_({each.carrier_id for each in clients})
    )
    names = {row.id: row.name for row in await session.execute(query)}
    return [
        Program(each, names[each.carrier_id], secrets.get(each.client_id, [])) for each in clients
    ]
