"""Posts for programs of the office, and of carriers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from services.directory.posts import queries
from services.directory.posts.forms import PostSearch
from services.directory.posts.schemas import PostList, PostView
from services.directory.posts.values import Standing
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.directory import Scope
from shared.web.audience import program_with
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram
from shared.web.tokens import ApiClient

api = APIRouter(tags=["posts"])
Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]


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


@api.get("/posts/own")
async def list_own_posts(
    request: Request,
    client: Reader,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    standing: Standing | None = None,
) -> PostList:
    """Those that the office has planned with the client's carrier."""
    today, search = local_date(here.clock.now()), PostSearch(standing=standing)
    own = client.organization_id
    found = await queries.page_of(session, client.tenant, search, page, today, own)
    items = [PostView.model_validate(each) for each in found.items]
    return PostList(items=items, next=next_page(request, found))
