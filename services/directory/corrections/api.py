"""Names and addresses put right by programs: the office's, and a carrier's for its own people."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import NoResultFound

from services.directory.corrections import use_cases
from services.directory.corrections.queries import standing_for
from services.directory.corrections.schemas import CorrectedPerson
from services.directory.corrections.values import By
from services.directory.entries import queries as entries
from services.directory.schemas import PersonView
from shared.clock import local_date
from shared.context import Context, CurrentContext, Uow
from shared.contracts.directory import Scope
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.audience import program_with
from shared.web.kit.person import OfficeProgram
from shared.web.tokens import ApiClient

api = APIRouter(tags=["people"])

Client = Annotated[ApiClient, Depends(program_with(Scope.HIRES_WRITE))]


@api.patch("/people/{person_id}", response_model=PersonView)
async def correct_person(
    body: CorrectedPerson, me: OfficeProgram, here: CurrentContext, uow: Uow, person_id: UUID
) -> PersonView | RedirectResponse:
    """From a day on, or as a correction; 409 if there is a newer version.

    The id of who was merged leads to who stands for them (308).
    """
    by = By(entries.asker_of(me, local_date(here.clock.now())), me.cause)
    if survivor := await standing_for(uow.session, by.asker, person_id):
        query = urlencode({"municipality": me.tenant})
        return RedirectResponse(f"/directory/api/v1/people/{survivor}?{query}", 308)
    return await _correct(uow, by, here, person_id, body)


@api.patch("/workers/{worker_id}", response_model=PersonView)
async def correct_worker(
    body: CorrectedPerson, client: Client, here: CurrentContext, uow: Uow, worker_id: UUID
) -> PersonView | RedirectResponse:
    """The same for somebody whom the client's carrier employs, or will; others are not found."""
    asker = entries.asker_of_program(client, local_date(here.clock.now()))
    by = By(asker, Cause(client.tenant, new_id()))
    if survivor := await standing_for(uow.session, asker, worker_id):
        return RedirectResponse(f"/directory/api/v1/workers/{survivor}", 308)
    return await _correct(uow, by, here, worker_id, body)


async def _correct(
    uow: UnitOfWork, by: By, here: Context, person_id: UUID, body: CorrectedPerson
) -> PersonView:
    await use_cases.correct(uow, by, here.settings, person_id, body)
    found = await entries.one(uow.session, by.asker, person_id)
    if found is None:
        raise NoResultFound
    return PersonView.model_validate(found)
