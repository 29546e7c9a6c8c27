"""What the office means to do about what is missing, for its programs."""

from fastapi import APIRouter, Request

from services.directory.network import queries
from services.directory.network.forms import TaskSearch
from services.directory.network.schemas import GapTaskList, GapTaskView
from services.directory.network.values import TaskState
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram

api = APIRouter(tags=["network"])


@api.get("/network-tasks")
async def list_tasks(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    state: TaskState | None = None,
) -> GapTaskList:
    """The municipality's tasks about missing relationships, by the day on which they are due."""
    today = local_date(here.clock.now())
    found = await queries.page_of_tasks(session, me.tenant, TaskSearch(state=state), page, today)
    items = [GapTaskView.model_validate(each) for each in found.items]
    return GapTaskList(items=items, next=next_page(request, found))
