"""Who holds a link, as far as it lets them act."""

from dataclasses import dataclass
from uuid import UUID

from shared.contracts.accounts import AccessRole
from shared.messaging.event import Cause


@dataclass(frozen=True)
class LinkHolder:
    """The person whose link it is, in the capacity in which they may ask the office."""

    tenant: str
    role: AccessRole
    person_id: UUID
    organization_id: UUID | None
    cause: Cause

    @property
    def actor(self) -> str:
        return str(self.person_id)
