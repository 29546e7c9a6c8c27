"""In which roles somebody acts on a day."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from shared.contracts.accounts import AccessRole, Grant
from shared.json import Json
from shared.messaging.event import EVERYONE


def holds_one(
    grants: Sequence[Json],
    tenant: str,
    day: date,
    roles: Collection[AccessRole],
    organization_id: UUID | None = None,
) -> bool:
    """Whether somebody holds one of the roles on that day: there, or everywhere.

    With an ``organization_id``, only for that one.
    """
    held = [Grant.model_validate(each) for each in grants]
    return any(
        each.holds_on(day)
        and each.role in roles
        and each.municipality in (tenant, EVERYONE)
        and organization_id in (None, each.organization_id)
        for each in held
    )


def held_one(grants: Sequence[Json], tenant: str) -> bool:
    """Whether somebody ever held a role there; of nobody's grants it is not known where."""
    return not grants or any(each["municipality"] == tenant for each in grants)
