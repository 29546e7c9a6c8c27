"""The office's plan of posts, and what is vacant of it."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.organizations.queries import all_schools, to_choose
from services.directory.posts import queries, use_cases
from services.directory.posts.forms import PostForm, PostSearch
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow, context_of
from shared.contracts.directory import OrganizationKind
from shared.web import audit
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/stellen", audience=Coordinator)


@pages.get("")
async def list_posts(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[PostSearch],
    page: PageRequest,
) -> Response:
    """By the day they begin."""
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me.tenant, search, page, today)
    return pages.render(request, "posts.html", search=search, page=found)


@pages.get("/neu")
async def ask(request: Request, me: Coordinator, session: Reading) -> Response:
    """The form for a new one."""
    return await _form(request, me, session, PostForm.empty(), pages.address(request))


@pages.post("/neu")
async def add(request: Request, me: Coordinator, uow: Uow, form: Posted[PostForm]) -> Response:
    """Plan it."""
    if form.value is None:
        return await _form(request, me, uow.session, form, pages.address(request))
    post = await use_cases.add(uow, me, form.value)
    audit.about(request, post.id)
    return pages.saved(request, "Stelle geplant.", to=pages.address(request, post.id))


@pages.get("/{post_id}")
async def show(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, post_id: UUID
) -> Response:
    """One of them, with what is vacant of it and since when."""
    post = await queries.one(session, me.tenant, post_id)
    today = local_date(here.clock.now())
    [found] = await queries.described_posts(session, me.tenant, [post], today)
    return pages.render(request, "post.html", found=found)


@pages.get("/{post_id}/bearbeiten")
async def ask_change(
    request: Request, me: Coordinator, session: Reading, post_id: UUID
) -> Response:
    """The form with what is planned."""
    post = await queries.one(session, me.tenant, post_id)
    back = pages.address(request, post_id)
    return await _form(request, me, session, PostForm.filled(post), back)


@pages.post("/{post_id}/bearbeiten")
async def change(
    request: Request, me: Coordinator, uow: Uow, post_id: UUID, form: Posted[PostForm]
) -> Response:
    """Plan it otherwise."""
    back = pages.address(request, post_id)
    if form.value is None:
        await queries.one(uow.session, me.tenant, post_id)
        return await _form(request, me, uow.session, form, back)
    await use_cases.change(uow, me, post_id, form.value)
    return pages.saved(request, to=back)


async def _form(
    request: Request, me: Coordinator, session: AsyncSession, form: Entered[PostForm], back: str
) -> Response:
    today = local_date(context_of(request).clock.now())
    schools = await all_schools(session, me.tenant, today)
    carriers = await to_choose(session, me.tenant, today, OrganizationKind.CARRIER)
    offered = {
        "school_id": [(str(each.id), str(each.name)) for each in schools],
        "carrier_id": [(str(each.id), each.name) for each in carriers],
    }
    return pages.render(request, "plan.html", form=replace(form, offered=offered), back=back)
