"""What a program may be allowed by whom."""

from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Scope
from shared.web.sessions.person import Me

_OWN = (Scope.HIRES_WRITE, Scope.HIRES_READ, Scope.WEBHOOKS)
"""What concerns a carrier's own people only."""


def scopes_to_give(me: Me) -> list[Scope]:
    """In the order in which they are offered."""
    return list(_OWN) if me.role is AccessRole.CARRIER else list(Scope)
