"""Lists of organizations for programs: the operators', and the office's."""

import asyncio
from functools import partial

from fastapi import APIRouter, Depends, Request

from services.directory.organization_lists import use_cases
from services.directory.organization_lists.rules import (
    read_dataset,
    read_schools,
    refuse,
    renamed,
    unreachable_contacts,
)
from services.directory.organization_lists.schemas import Dataset, Import, Registered
from shared.context import Context, CurrentContext
from shared.web.audit import record
from shared.web.bodies import media_type, read_apart, schema_of
from shared.web.kit.person import OfficeProgram, operator
from shared.web.problem import Problem
from shared.web.tenants import refuse_unserved

api = APIRouter(tags=["organizations"])

_CSV = {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}
_DATASET = {"required": True, "content": {"application/json": {"schema": schema_of(Dataset)}}}


@api.post(
    "/organizations/import",
    openapi_extra={"requestBody": _DATASET},
    dependencies=[Depends(operator)],
)
async def register(request: Request, here: CurrentContext) -> Registered:
    """Organizations of a municipality with their contacts; what is known is brought up to date.

    A school is known by its number, anything else by its name; a person by organization, role and
    name. Who is not named any more acts no longer, and is forgotten.
    """
    _refuse_other_than("application/json", request)
    given = await read_apart(request, read_dataset)
    refuse_unserved(given.municipality, here.settings.municipalities, "municipality")
    return await _store(request, here, given)


@api.post("/schools", openapi_extra={"requestBody": _CSV})
async def register_schools(me: OfficeProgram, request: Request, here: CurrentContext) -> Registered:
    """A school list as CSV: Schulnummer; Schule; Schulform; OGS; Leitung Vorname, Nachname, E-Mail.

    One bad row and nothing is stored. Columns that are absent leave what they would say as it is.
    """
    _refuse_other_than("text/csv", request)
    return await _store(request, here, await read_apart(request, partial(read_schools, me.tenant)))


async def _store(request: Request, here: Context, given: Import) -> Registered:
    """In a transaction that begins when the body is there: SQLite has one at a time."""
    allowed = here.settings.mail_reserved_domains
    faults = await asyncio.to_thread(unreachable_contacts, given, allowed)
    refuse(renamed(given, given.without(faults).refused))
    async with here.database.transaction() as uow:
        registered = await use_cases.register_all(uow, given)
        await record(request, uow)
        return registered


def _refuse_other_than(kind: str, request: Request) -> None:
    if media_type(request) != kind:
        title = "The body is of a kind this address does not take"
        detail = f"Send {kind}."
        raise Problem(415, "unsupported-media-type", title, detail, headers={"Accept": kind})
