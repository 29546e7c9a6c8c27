"""Consultations for programs: the office's, and those of whoever asks."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.directory.consultations import queries, use_cases
from services.directory.consultations.forms import ConsultationSearch
from services.directory.consultations.schemas import (
    ConsultationList,
    ConsultationView,
    NewAppointment,
    NewConsultation,
)
from services.directory.consultations.values import State, Topic
from shared.context import Reading, Uow
from shared.web.idempotency import Once
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import Advised, Consulting, Coordinator

api = APIRouter(tags=["consultations"])
LIST = "/directory/api/v1/consultations"


@api.get("/consultations")
async def list_consultations(
    request: Request,
    me: Consulting,
    session: Reading,
    page: CursorRequest,
    state: Annotated[State | None, Query()] = None,
    topic: Annotated[Topic | None, Query()] = None,
) -> ConsultationList:
    """The office's municipality's, or one's own; the newest first."""
    search = ConsultationSearch(state=state, topic=topic)
    found = await queries.page_of(session, me, search, page)
    items = [ConsultationView.model_validate(each) for each in found.items]
    return ConsultationList(items=items, next=next_page(request, found))


@api.post("/consultations", status_code=201, response_model=ConsultationView)
async def ask_for_consultation(
    body: NewConsultation, me: Advised, uow: Uow, exactly: Once[Advised]
) -> Response:
    """Ask the office of one's municipality."""

    async def work() -> ConsultationView:
        row = await use_cases.request(uow, me, body.asked)
        return ConsultationView.model_validate(row)

    return await exactly.once(body, work, lambda view: f"{LIST}/{view.id}")


@api.get("/consultations/{consultation_id}")
async def show_consultation(
    me: Consulting, session: Reading, consultation_id: UUID
) -> ConsultationView:
    """One that is the office's or one's own."""
    return ConsultationView.model_validate(await queries.one(session, me, consultation_id))


@api.put("/consultations/{consultation_id}/appointment")
async def schedule(
    body: NewAppointment, me: Coordinator, uow: Uow, consultation_id: UUID
) -> ConsultationView:
    """Name the appointment, or move it; 409 if there is a newer version."""
    await use_cases.schedule(uow, me, consultation_id, body.version, body.appointment)
    return ConsultationView.model_validate(await queries.one(uow.session, me, consultation_id))


@api.post("/consultations/{consultation_id}/held")
async def mark_held(me: Coordinator, uow: Uow, consultation_id: UUID) -> ConsultationView:
    """The talk has taken place."""
    await use_cases.mark_held(uow, me, consultation_id)
    return ConsultationView.model_validate(await queries.one(uow.session, me, consultation_id))


@api.post("/consultations/{consultation_id}/closed")
async def close(me: Coordinator, uow: Uow, consultation_id: UUID) -> ConsultationView:
    """Nothing is left to do."""
    await use_cases.close(uow, me, consultation_id)
    return ConsultationView.model_validate(await queries.one(uow.session, me, consultation_id))


@api.post("/consultations/{consultation_id}/withdrawn")
async def withdraw(me: Advised, uow: Uow, consultation_id: UUID) -> ConsultationView:
    """It is not needed any more."""
    await use_cases.withdraw(uow, me, consultation_id)
    return ConsultationView.model_validate(await queries.one(uow.session, me, consultation_id))
