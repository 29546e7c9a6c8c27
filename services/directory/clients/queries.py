"""Programs as those see them who give them their credentials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.access.queries import (
    Registered,
    acting_for,
    acting_in,
    find_client,
    never_used,
    secrets_ending,
)
from services.directory.access.queries import page_of as page_of_clients
from services.directory.access.values import Keeper
from services.directory.organizations.queries import (
    kind_and_tenant,
    names_of_organizations,
    to_choose,
)
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind, Scope
from shared.contracts.words import word
from shared.database.paging import KeysetRequest, Page, Shown, attribute, described
from shared.german import date_and_time
from shared.messaging.event import EVERYONE, SANDBOX
from shared.web.problem import Problem
from shared.web.sessions.person import Me

SOON = timedelta(days=7)
"""How long before its end a replaced secret is a matter for the start page."""
LONG = timedelta(days=7)
"""After which a program that never came was perhaps not set up."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program, the carrier it acts for, and its secrets that are valid now."""

    registered: Registered
    carrier: str

    @property
    def id(self) -> str:
        return self.registered.client.client_id

    @property
    def scopes(self) -> list[str]:
        return [word(Scope, each) for each in self.registered.client.scopes.split()]

    @property
    def last_use(self) -> str:
        """When it fetched a token last, and from which address."""
        at, client = self.registered.client.last_used_at, self.registered.client
        return f"{date_and_time(at)} von {client.last_used_from}" if at else "noch nie"

    @property
    def state(self) -> str:
        if self.registered.client.revoked_at:
            return f"widerrufen am {date_and_time(self.registered.client.revoked_at)}"
        ends = [each.ends_at for each in self.registered.secrets if each.ends_at]
        return f"zwei Geheimnisse bis {date_and_time(min(ends))}" if ends else "aktiv"

    @property
    def newest(self) -> datetime | None:
        return max((each.created_at for each in self.registered.secrets), default=None)


COLUMNS = (
    attribute("id", "Kennung"),
    attribute("carrier", "Anstellungsträger"),
    Shown("scopes", "Darf", lambda each: ", ".join(each.scopes)),
    attribute("last_use", "Zuletzt benutzt"),
    attribute("state", "Zustand"),
)


async def page_of(
    session: AsyncSession, now: datetime, me: Me, wanted: KeysetRequest
) -> Page[Program]:
    """Those that ``me`` keeps; revoked ones, too."""
    found = await page_of_clients(session, now, wanted, COLUMNS, *kept_by(me))
    return await described(session, found, _programs)


async def ending(session: AsyncSession, now: datetime, me: Me) -> tuple[int, datetime | None]:
    """Of those that ``me`` keeps: how many have a secret that ends soon, and when the first."""
    return await secrets_ending(session, now, now + SOON, _keeper(me))


def moments(now: datetime) -> dict[str, datetime]:
    """For ``ENDING`` and ``UNUSED``, as for ``ending`` and ``unused``."""
    return {"now": now, "until": now + SOON, "before": now - LONG}


async def unused(session: AsyncSession, now: datetime, me: Me) -> int:
    """Of those that ``me`` keeps: how many nobody has begun to use."""
    return await never_used(session, now - LONG, _keeper(me))


async def program(session: AsyncSession, now: datetime, me: Me, client_id: str) -> Program:
    """One of those that ``me`` keeps; raises ``Problem``."""
    tenant = None if me.tenant == EVERYONE else me.tenant
    found = await find_client(session, now, client_id, tenant)
    if found is None or not _keeps(me, found):
        raise Problem(404, "client-not-found", "There is no such client")
    return (await _programs(session, [found]))[0]


async def carriers_to_choose(session: AsyncSession, me: Me, today: date) -> list[tuple[str, str]]:
    """Id and name, as a form offers them."""
    tenant = None if me.tenant == EVERYONE else me.tenant
    found = await to_choose(session, tenant, today, OrganizationKind.CARRIER)
    return [(str(each.id), each.name) for each in found]


async def municipality_of(session: AsyncSession, me: Me, carrier_id: UUID | None) -> str | None:
    """The carrier's, if ``me`` may give its programs credentials."""
    own = me.role is not AccessRole.CARRIER or carrier_id == me.organization_id
    kind, tenant = await kind_and_tenant(session, carrier_id)
    is_carrier = kind is OrganizationKind.CARRIER
    return tenant if own and is_carrier and me.tenant in (tenant, EVERYONE) else None


def kept_by(me: Me) -> list[ColumnElement[bool]]:
    """What is true of those that ``me`` keeps."""
    mine = [~acting_in(SANDBOX) if me.tenant == EVERYONE else acting_in(me.tenant)]
    if me.role is AccessRole.CARRIER:
        mine.append(acting_for(me.organization_id))
    return mine


def _keeper(me: Me) -> Keeper:
    is_carrier = me.role is AccessRole.CARRIER
    return Keeper(me.tenant, me.organization_id, me.tenant == EVERYONE, is_carrier)


def _keeps(me: Me, found: Registered) -> bool:
    own = me.role is not AccessRole.CARRIER or found.client.carrier_id == me.organization_id
    return own and me.tenant in (found.client.tenant, EVERYONE)


async def _programs(session: AsyncSession, found: Sequence[Registered]) -> list[Program]:
    ids, tenants = (
        {each.client.carrier_id for each in found},
        {each.client.tenant for each in found},
    )
    names = await names_of_organizations(session, ids, tenants)
    return [Program(each, names[each.client.carrier_id]) for each in found]
