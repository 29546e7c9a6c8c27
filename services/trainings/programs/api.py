"""Gatherings for carriers' systems, and registrations of their own workers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.trainings.programs import queries
from services.trainings.programs.schemas import (
    GatheringList,
    GatheringView,
    NewRegistration,
    RegistrationList,
    RegistrationView,
)
from services.trainings.registrations import use_cases
from services.trainings.values import Program
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.directory import Scope
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.web.audience import program_with
from shared.web.idempotency import Once
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.tokens import ApiClient

api = APIRouter(tags=["gatherings"])

Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]
Writer = Annotated[ApiClient, Depends(program_with(Scope.HIRES_WRITE))]
ONE = "/gatherings/{gathering_id}"


@api.get("/gatherings")
async def list_gatherings(
    request: Request, client: Reader, here: CurrentContext, session: Reading, page: CursorRequest
) -> GatheringList:
    """Those to come in the client's municipality."""
    found = await queries.page_of(session, client, page, here.clock.now())
    return GatheringList(items=list(found.items), next=next_page(request, found))


@api.get(ONE)
async def show_gathering(
    gathering_id: UUID, client: Reader, here: CurrentContext, session: Reading
) -> GatheringView:
    """One of them, also a past one."""
    return await queries.one(session, client, gathering_id, here.clock.now())


@api.get(f"{ONE}/registrations")
async def list_registrations(
    request: Request, gathering_id: UUID, client: Reader, session: Reading, page: CursorRequest
) -> RegistrationList:
    """Those of the client's own workers."""
    found = await queries.registrations_of(session, client, gathering_id, page)
    return RegistrationList(items=list(found.items), next=next_page(request, found))


@api.post(f"{ONE}/registrations", status_code=201, response_model=RegistrationView)
async def register(
    gathering_id: UUID, body: NewRegistration, client: Writer, uow: Uow, exactly: Once[Writer]
) -> Response:
    """One of the client's own workers, who is told by mail and may withdraw.

    Somebody who is registered already stays as they are. Where it is full, and the body does not
    say `waits`, the answer is 409 `full-meanwhile`.
    """
    program = Program(client.tenant, client.organization_id, Cause(client.tenant, new_id()))

    async def work() -> RegistrationView:
        entry = await use_cases.register_worker(
            uow, program, gathering_id, body.worker_id, waits=body.waits
        )
        return queries.view_of(entry)

    return await exactly.once(body, work)


@api.delete(f"{ONE}/registrations/{{registration_id}}", status_code=204)
async def withdraw(gathering_id: UUID, registration_id: UUID, client: Writer, uow: Uow) -> None:
    """The seat goes to the next; twice is the same as once."""
    key = await queries.own(uow.session, client, gathering_id, registration_id)
    await use_cases.withdraw(uow, Cause(client.tenant, new_id()), key, by_program=True)
