"""Tasks for carriers' systems."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from services.trainings.tasks import queries, use_cases
from services.trainings.tasks.schemas import OnboardingView
from shared.context import Reading, Uow
from shared.contracts.directory import Role, Scope
from shared.contracts.trainings import CompletedBy
from shared.web.audience import program_with
from shared.web.problem import Problem
from shared.web.tokens import ApiClient

api = APIRouter(tags=["tasks"])

Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]
Writer = Annotated[ApiClient, Depends(program_with(Scope.HIRES_WRITE))]


@api.get("/workers/{worker_id}/onboardings")
async def onboardings(worker_id: UUID, client: Reader, session: Reading) -> list[OnboardingView]:
    """The onboardings of one of the client's own workers, with every task."""
    return list(await queries.onboardings_of(session, client, worker_id))


@api.put("/tasks/{task_id}/completion", status_code=204)
async def complete(task_id: UUID, client: Writer, uow: Uow) -> None:
    """The carrier has done one of its own tasks; saying so twice changes nothing."""
    role = await queries.role_of_own_task(uow.session, client, task_id)
    if role is None:
        raise Problem(404, "task-not-found", "This carrier has no such task")
    if role != Role.CARRIER:
        detail = f"It belongs to the role {role}."
        raise Problem(403, "not-your-task", "This task is not the carrier's", detail)
    await use_cases.complete(uow, task_id, CompletedBy.API)
