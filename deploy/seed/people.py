"""Who may do what, and who is signed in: what every service keeps a copy of."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from deploy.seed.ids import dice_for, id_at
from deploy.seed.town import Town
from shared.contracts.accounts import AccessRole, Grant, SignInMethod
from shared.contracts.directory import OrganizationKind, Role
from shared.database.writes import Write
from shared.messaging.event import EVERYONE
from shared.web.sessions.models import access, sessions

SIGNED_IN = 0.2
"""Share of the people."""
_ROLES = {
    Role.COORDINATOR: AccessRole.COORDINATOR,
    Role.IT: AccessRole.OPERATOR,
    Role.CARRIER: AccessRole.CARRIER,
    Role.HEAD: AccessRole.HEAD,
}


def grants(municipality: Town) -> Iterator[tuple[UUID, Grant]]:
    """One for everybody who works there or acts for an organization."""
    key = municipality.key
    for organization, role, person in municipality.acting:
        given = _ROLES.get(role, AccessRole.CONTACT)
        whole = organization.kind is OrganizationKind.MUNICIPALITY
        yield (
            person.id,
            Grant(
                role=given,
                municipality=EVERYONE if given is AccessRole.OPERATOR else key,
                organization_id=None if whole else organization.id,
            ),
        )
    for person, _ in municipality.workers:
        yield person.id, Grant(role=AccessRole.WORKER, municipality=key)


def known_to_all(municipality: Town) -> list[Write]:
    """The copies."""
    dice, now = dice_for(f"people of {municipality.key}"), municipality.now
    given = list(grants(municipality))
    known = [
        {"person_id": person_id, "version": 1, "grants": [grant.model_dump(mode="json")]}
        for person_id, grant in given
    ]
    present = [
        {
            "session_id": id_at(dice, now),
            "version": 1,
            "person_id": person_id,
            "method": SignInMethod.CODE.value,
            "started_at": now,
            "ends_at": now + timedelta(hours=10),
        }
        for person_id, _ in given
        if dice.random() < SIGNED_IN
    ]
    return [Write(access, known), Write(sessions, present)]
