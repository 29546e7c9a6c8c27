"""Workers as their carrier's system reads them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from services.directory.placements import queries
from services.directory.schemas import WorkerView
from shared.context import Reading
from shared.contracts.directory import Scope
from shared.web.audience import program_with
from shared.web.problem import Problem
from shared.web.tokens import ApiClient

api = APIRouter(tags=["placements"])

Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]


@api.get("/workers/{worker_id}")
async def worker(
    worker_id: UUID,
    client: Reader,
    session: Reading,
) -> WorkerView:
    """One of the client's own workers; those of other carriers are not found."""
    view = await queries.view(session, client, worker_id)
    if view is None:
        raise Problem(404, "worker-not-found", "This carrier has no such worker")
    return view
