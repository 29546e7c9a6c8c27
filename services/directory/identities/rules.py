"""Who may say whose account it is."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from services.directory.oidc.values import RolesGiven
from shared.contracts.accounts import AccessRole, Grant
from shared.web.sessions.person import Me

ARRIVAL_KEPT = timedelta(minutes=30)
"""How long somebody may take to prove who they are."""
UNMATCHED_KEPT = timedelta(days=30)
"""From when it was first seen."""


def sees_all(me: Me) -> bool:
    """Operators see the accounts of all municipalities, and those that have asked none."""
    return me.role is AccessRole.OPERATOR


def may_assign(me: Me, home: str, held: Collection[Grant]) -> bool:
    """Whether ``me`` may say that an account is a person's of municipality ``home``.

    Whoever has the account then acts as that person: so nobody gains what ``me`` could not give.
    """
    if sees_all(me):
        return True
    return home == me.tenant and all(grant.municipality == me.tenant for grant in held)


def to_be_told(before: str | None, now: RolesGiven | None) -> RolesGiven | None:
    """What is to be said about roles: nothing of a list, and of anything else only once."""
    return None if now in (None, RolesGiven.LISTED) or now == before else now


def goes_by_number(tenant: str, carrier_id: UUID, held: Collection[Grant]) -> bool:
    """Whether a personnel number alone may say who somebody is.

    The carrier keeps its numbers: so nobody comes by one to more than the carrier gives itself.
    """
    return all(
        (grant.role is AccessRole.WORKER and grant.municipality == tenant)
        or (grant.role is AccessRole.CARRIER and grant.organization_id == carrier_id)
        for grant in held
    )
