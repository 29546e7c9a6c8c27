"""Posts for programs of the office."""

from fastapi import APIRouter, Request

from services.directory.posts import queries
from services.directory.posts.forms import PostSearch
from services.directory.posts.schemas import PostList, PostView
from services.directory.posts.values import Standing
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram

api = APIRouter(tags=["posts"])


@api.get("/posts")
async def list_posts(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    standing: Standing | None = None,
) -> PostList:
    """The municipality's planned posts, with what is vacant of them today."""
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me.tenant, PostSearch(standing=standing), page, today)
    items = [PostView.model_validate(each) for each in found.items]
    return PostList(items=items, next=next_page(request, found))
