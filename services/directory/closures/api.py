"""Closings and openings for programs of the office."""

from uuid import UUID

from fastapi import APIRouter

from services.directory.closures import use_cases
from services.directory.closures.schemas import ClosingBody, DaysView, ReopeningBody
from services.directory.organizations import queries
from shared.context import Reading, Uow
from shared.web.kit.person import OfficeProgram

api = APIRouter(tags=["organizations"])


@api.get("/organizations/{organization_id}/days")
async def show_days(me: OfficeProgram, session: Reading, organization_id: UUID) -> DaysView:
    """From when until when one is open, and who goes on with its work."""
    found = await queries.organization(session, me.tenant, organization_id)
    return DaysView.model_validate(found)


@api.put("/organizations/{organization_id}/closing")
async def close_organization(
    body: ClosingBody, me: OfficeProgram, uow: Uow, organization_id: UUID
) -> DaysView:
    """Say its last day, which may lie ahead; 409 if there is a newer version."""
    found = await use_cases.close(uow, me.cause, organization_id, body)
    return DaysView.model_validate(found)


@api.put("/organizations/{organization_id}/reopening")
async def reopen_organization(
    body: ReopeningBody, me: OfficeProgram, uow: Uow, organization_id: UUID
) -> DaysView:
    """Say from when on it is open again; 409 if there is a newer version, or it is not closed."""
    found = await use_cases.reopen(uow, me.cause, organization_id, body)
    return DaysView.model_validate(found)


@api.put("/organizations/{organization_id}/number-release")
async def release_school_number(me: OfficeProgram, uow: Uow, organization_id: UUID) -> DaysView:
    """Let its successor have the number of a closed school."""
    found = await use_cases.release_number(uow, me.cause, organization_id)
    return DaysView.model_validate(found)
