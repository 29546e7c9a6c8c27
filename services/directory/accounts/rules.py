"""Who may give and take which roles, and what a role is for."""

from collections.abc import Collection
from datetime import date
from typing import Protocol
from uuid import UUID

from services.directory.accounts.values import Giver, Held, Leaving
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind
from shared.messaging.event import EVERYONE
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me

reasons(
    {
        "must be one of the organizations that this role is for": "Zu dieser Rolle gehört eine"
        " Organisation, und zwar eine passende.",
        "this role is for the whole municipality": "Diese Rolle gilt für die ganze Kommune; bitte"
        " keine Organisation auswählen.",
        "must not lie before the first day": "Der letzte Tag liegt vor dem ersten.",
        "is given by operators only": "Diese Rolle gibt nur der Betrieb.",
    }
)

_SCHOOL = frozenset({OrganizationKind.SCHOOL})
_CARRIER = frozenset({OrganizationKind.CARRIER})
_OTHERS = frozenset(OrganizationKind) - _SCHOOL - _CARRIER
_FOR = {
    AccessRole.HEAD: _SCHOOL,
    AccessRole.CARRIER: _CARRIER,
    AccessRole.CONTACT: _OTHERS,
}
"""The kinds of organizations a role is held for; others are held for a whole municipality."""
KEEPERS = frozenset({AccessRole.COORDINATOR, AccessRole.OPERATOR})
"""Roles of which nobody takes away their own last one."""


class Wanted(Protocol):
    """A role that somebody is to have."""

    @property
    def role(self) -> AccessRole: ...
    @property
    def organization_id(self) -> UUID | None: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


def reach(me: Me) -> str | None:
    """The municipality whose accounts they see; None for all."""
    return None if me.tenant == EVERYONE else me.tenant


def roles_to_give(me: Me) -> list[AccessRole]:
    """In the order in which they are offered."""
    most = [AccessRole.COORDINATOR, *_FOR, AccessRole.WORKER]
    return [*most, AccessRole.OPERATOR] if me.role is AccessRole.OPERATOR else most


def refuse_unfit(me: Me, wanted: Wanted, kind: OrganizationKind | None) -> None:
    """Raise ``Problem`` for a role they may not give, or not like this.

    ``kind`` is that of the organization, if the municipality has it.
    """
    errors = []
    if wanted.role not in roles_to_give(me):
        errors.append(FieldError("role", "is given by operators only"))
    needed = _FOR.get(wanted.role)
    if needed is not None and kind not in needed:
        reason = "must be one of the organizations that this role is for"
        errors.append(FieldError("organization_id", reason))
    if needed is None and wanted.organization_id is not None:
        errors.append(FieldError("organization_id", "this role is for the whole municipality"))
    if wanted.valid_from and wanted.valid_to and wanted.valid_to < wanted.valid_from:
        errors.append(FieldError("valid_to", "must not lie before the first day"))
    if errors:
        raise Problem(422, "invalid-role", "The role is not valid", errors=errors)


def ends_on(valid_to: date | None, before: date | None, last_day: date | None) -> date | None:
    """The last day of a role that goes with an employment, whose end was ``before``.

    Who is to lose the role earlier than that loses it as it was said.
    """
    if valid_to is None or valid_to == before:
        return last_day
    return valid_to if last_day is None else min(valid_to, last_day)


class Kept(Protocol):
    """A role that somebody holds."""

    @property
    def role(self) -> str: ...
    @property
    def organization_id(self) -> UUID | None: ...
    @property
    def valid_to(self) -> date | None: ...


def ends_with(grant: Kept, leaving: Leaving) -> date | None:
    """The last day of a role once its holder leaves a carrier."""
    if grant.role == AccessRole.WORKER:
        return ends_on(grant.valid_to, leaving.before, leaving.municipality)
    if grant.organization_id == leaving.carrier_id:
        return ends_on(grant.valid_to, leaving.before, leaving.carrier)
    return grant.valid_to


def is_own_last(me: Me, person_id: UUID, held: Held, others: Collection[Held]) -> bool:
    """Whether somebody would lock themselves out of keeping accounts."""
    if person_id != me.person_id or held.role not in KEEPERS:
        return False
    like = [each for each in others if each.role is held.role and each.id != held.id]
    return held.municipality not in {each.municipality for each in like}


def may_change_address(me: Giver, held: Collection[Held]) -> bool:
    """Whose address for signing in one changes, one could sign in as.

    So nobody changes it of a person who may do more, or elsewhere, than they themselves.
    """
    if me.role is AccessRole.OPERATOR:
        return True
    return all(
        each.municipality == me.tenant and each.role is not AccessRole.OPERATOR for each in held
    )


def may_bring_address(me: Giver, held: Collection[Held]) -> bool:
    """The same for the first address of somebody whom a carrier or the office lets work."""
    if me.role is AccessRole.CARRIER and {each.role for each in held} - {AccessRole.WORKER}:
        return False
    return may_change_address(me, held)
