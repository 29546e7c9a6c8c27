"""People who may be the same, for programs of the office."""

from fastapi import APIRouter, Request

from services.directory.duplicates import queries
from services.directory.duplicates.forms import DuplicateSearch
from services.directory.duplicates.schemas import DuplicateList, DuplicateView
from services.directory.duplicates.values import Certainty, Standing
from shared.context import Reading
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram

api = APIRouter(tags=["duplicates"])


@api.get("/duplicates")
async def list_duplicates(
    request: Request,
    me: OfficeProgram,
    session: Reading,
    page: CursorRequest,
    standing: Standing | None = None,
    certainty: Certainty | None = None,
) -> DuplicateList:
    """People of the municipality who may be the same."""
    search = DuplicateSearch(standing=standing, certainty=certainty)
    found = await queries.list_of(session, me, search, page)
    items = [DuplicateView.model_validate(each) for each in found.items]
    return DuplicateList(items=items, next=next_page(request, found))
