"""Sign-ins for the sample's people: whoever acts for one of its organizations may be looked at."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from services.directory.accounts import use_cases as accounts
from services.directory.organizations.models import contacts, organizations
from services.directory.people.models import people
from services.directory.sample_people.use_cases import offer_sample
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import OrganizationKind, Role
from shared.ids import new_id
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.unit_of_work import UnitOfWork

OPERATOR = "Betrieb:"
CLERK = "Anstellungsträger:"
_TITLES = {
    Role.COORDINATOR: (AccessRole.COORDINATOR, "Koordinierungsstelle:"),
    Role.CARRIER: (AccessRole.CARRIER, CLERK),
    Role.HEAD: (AccessRole.HEAD, "Schulleitung:"),
    Role.YOUTH_OFFICE: (AccessRole.CONTACT, "Jugendamt:"),
    Role.IT: (AccessRole.OPERATOR, OPERATOR),
}
OFFERED = 2
"""Of each role."""


async def give_access(uow: UnitOfWork, municipality: str, called: str = "") -> None:
    """Give roles and addresses to the contacts; doing it again changes nothing.

    ``called`` stands after the title of who is not of Bergkamen.
    """
    whole = organizations.c.kind == OrganizationKind.MUNICIPALITY
    query = (
        select(contacts, organizations.c.kind, people.c.email)
        .join(organizations, organizations.c.id == contacts.c.organization_id)
        .join(people, people.c.id == contacts.c.person_id)
        .where(people.c.tenant == municipality)
        .order_by(whole.desc(), organizations.c.school_number, organizations.c.name_key)
    )
    cause = Cause(municipality, new_id())
    seen: set[str] = set()
    shown: dict[Role, list[tuple[UUID, str]]] = {role: [] for role in _TITLES}
    for row in (await uow.session.execute(query)).all():
        role = Role(row.role)
        if role not in _TITLES:
            continue
        given, title = _TITLES[role]
        grant = _grant(given, municipality, row.organization_id, row.kind)
        await accounts.give(uow, row.person_id, [grant], cause)
        await accounts.add_address(uow, row.person_id, row.email)
        if row.email not in seen:
            shown[role].append((row.person_id, title.replace(":", f"{called}:")))
        seen.add(row.email)
    await offer_sample(uow, list(_first_of_each(shown.values())))


def _grant(role: AccessRole, municipality: str, organization_id: UUID, kind: str) -> Grant:
    if role is AccessRole.OPERATOR:
        return Grant(role=role, municipality=EVERYONE)
    whole = kind == OrganizationKind.MUNICIPALITY
    return Grant(
        role=role, municipality=municipality, organization_id=None if whole else organization_id
    )


def _first_of_each(shown: Iterable[Sequence[tuple[UUID, str]]]) -> Iterator[tuple[UUID, str]]:
    for each in shown:
        yield from each[:OFFERED]
