"""A school of the sample that is closed, what goes on with its work, and what nobody has ended."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.directory.closures.schemas import ClosingBody
from services.directory.closures.use_cases import close
from services.directory.organization_lists.use_cases import register_named
from services.directory.organizations.queries import organization
from services.directory.relationships.schemas import RelationshipBody
from services.directory.relationships.use_cases import store
from shared.contracts.relationships import RelationshipType
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork

SUCCESSOR = "100006"
PARTNER = "Fachstelle Suchtvorbeugung (Beispiel)"
LAST_DAY = date(2024, 7, 31)
_SCHOOL = {
    "kind": "school",
    "name": "Hauptschule Weddinghofen (Beispiel)",
    "school_number": "100013",
    "school_type": "main",
    "valid_from": "1971-08-01",
}


async def shut(uow: UnitOfWork, municipality: str, ids: Mapping[str, UUID]) -> None:
    """Add the school once, and close it."""
    if SUCCESSOR not in ids or PARTNER not in ids:
        return
    registered = await register_named(uow, municipality, [_SCHOOL])
    if not registered.added:
        return
    school_id, cause = registered.ids["100013"], Cause(municipality, new_id())
    found = await organization(uow.session, municipality, school_id)
    reason = "Ratsbeschluss vom 14.12.2022: läuft aus"
    given = ClosingBody(
        last_day=LAST_DAY, reason=reason, successor_id=ids[SUCCESSOR], version=found.version
    )
    await close(uow, cause, school_id, given)
    agreement = RelationshipBody(
        type=RelationshipType.COOPERATION,
        from_organization_id=ids[PARTNER],
        to_organization_id=school_id,
        valid_from=date(2021, 8, 1),
        agreed_on=date(2021, 6, 17),
    )
    await store(uow, cause, agreement)
