"""Who is there for the sample's schools; some lack somebody, as schools do."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.directory.people.values import Names
from services.directory.relationships.models import relationships
from services.directory.relationships.schemas import RelationshipBody
from services.directory.relationships.use_cases import person_for, store
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork

FILE = Path(__file__).parent / "relationships.json"


async def relate(uow: UnitOfWork, municipality: str, ids: Mapping[str, UUID]) -> None:
    """Add them once; ``ids`` are the organizations' by number or name."""
    there = select(relationships.c.id).where(relationships.c.tenant == municipality).limit(1)
    if await uow.session.scalar(there):
        return
    cause = Cause(municipality, new_id())
    for each in json.loads(FILE.read_bytes())[municipality]:
        source, person = each.pop("from", None), each.pop("person", None)
        given: dict[str, Any] = {**each, "to_organization_id": ids[each["to"]]}
        del given["to"]
        if person:
            given_name, family_name, email = person
            names = Names(given_name=given_name, family_name=family_name, email=email)
            given["from_person_id"] = await person_for(uow, cause, names)
        else:
            given["from_organization_id"] = ids[source]
        await store(uow, cause, RelationshipBody.model_validate(given))
