"""Groups of the sample: most by a rule, a working group whom the office put together by hand."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from services.directory.groups.forms import GroupForm
from services.directory.groups.models import Group
from services.directory.groups.use_cases import put_in, store
from services.directory.groups.values import Pick, Who
from services.directory.organizations.models import organizations
from services.directory.people.models import people
from shared.contracts.directory import OrganizationKind, Role, SchoolType
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork

WORKING_GROUP, HALF_TIME = "Arbeitskreis Schulabsentismus", "Fachkräfte ab halber Stelle"
_RULES: tuple[dict[str, Any], ...] = (
    {
        "name": "Alle Fachkräfte",
        "description": "Rundschreiben der Koordinierungsstelle",
        "who": Who.WORKER,
    },
    {
        "name": "Fachkräfte an Grundschulen",
        "description": "Austausch Übergang Kita und Grundschule",
        "who": Who.WORKER,
        "school_type": SchoolType.PRIMARY,
    },
    {
        "name": HALF_TIME,
        "description": "Fortbildungen über mehrere Tage",
        "who": Who.WORKER,
        "hours_from": "19.5",
    },
    {
        "name": "Schulleitungen",
        "description": "Jahresgespräch und Abfrage des Bedarfs",
        "who": Who.HEAD,
    },
    {
        "name": "ASD-Kontakte der Schulen",
        "description": "Treffen mit dem Jugendamt im Frühjahr",
        "who": Who.ASD_CONTACT,
    },
)
_MEMBERS = (
    "sabine.terhorst@example.org",
    "claudia.reinders@example.org",
    "petra.niehues@example.org",
)
"""Of the working group, by address."""


async def gather(uow: UnitOfWork, municipality: str, ids: Mapping[str, UUID]) -> None:
    """Add them once; ``ids`` are the organizations' by number or name."""
    there = exists().where(Group.tenant == municipality)
    if (await uow.session.execute(select(there))).scalar():
        return
    cause = Cause(municipality, new_id())
    for each in _RULES:
        await store(uow, cause, GroupForm.model_validate(each))
    described = "Trifft sich viermal im Jahr, zuletzt zu Schulpflichtverletzungen"
    given = GroupForm(name=WORKING_GROUP, description=described)
    group = await store(uow, cause, given)
    await put_in(uow, cause, group.id, await _picked(uow, municipality, ids.values()))


async def _picked(uow: UnitOfWork, municipality: str, ids: Any) -> list[Pick]:
    """Some by name, and whoever acts for the youth welfare office and its districts."""
    known = select(people.c.id).where(people.c.tenant == municipality, people.c.email.in_(_MEMBERS))
    found = [Pick(key, None, "") for key in await uow.session.scalars(known)]
    office = select(organizations.c.id).where(
        organizations.c.tenant == municipality,
        organizations.c.id.in_(list(ids)),
        organizations.c.kind == OrganizationKind.YOUTH_WELFARE.value,
    )
    return found + [Pick(None, key, Role.YOUTH_OFFICE) for key in await uow.session.scalars(office)]
