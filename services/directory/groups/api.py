"""Groups for programs of the office, and for services that write to one or invite one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.groups import queries, use_cases
from services.directory.groups.models import Group
from services.directory.groups.schemas import (
    ChangedGroup,
    GroupBody,
    GroupList,
    GroupView,
    MemberList,
    MemberView,
    OwnMembership,
)
from services.directory.groups.values import Day
from services.directory.people.queries import page_of as people_among
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.web.audit import looked
from shared.web.idempotency import Once
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import Network, OfficeProgram

api = APIRouter(tags=["groups"])
LIST = "/directory/api/v1/groups"


@api.get("/groups")
async def list_groups(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
) -> GroupList:
    """The municipality's groups by name."""
    found = await queries.page_in_order(session, me.tenant, page)
    items = await _views(session, found.items, Day(me.tenant, local_date(here.clock.now())))
    return GroupList(items=items, next=next_page(request, found))


@api.post("/groups", status_code=201, response_model=GroupView)
async def add_group(
    body: GroupBody, me: OfficeProgram, uow: Uow, exactly: Once[OfficeProgram]
) -> Response:
    """Add one."""

    async def work() -> GroupView:
        row = await use_cases.add(uow, me, body.form)
        if body.picks:
            await use_cases.put_in(uow, me.cause, row.id, body.picks)
        return await _view(uow.session, row, Day(me.tenant, local_date(uow.now)))

    return await exactly.once(body, work, lambda view: f"{LIST}/{view.id}")


@api.get("/groups/{group_id}")
async def show_group(
    me: OfficeProgram, here: CurrentContext, session: Reading, group_id: UUID
) -> GroupView:
    """One group."""
    row = await queries.one(session, me.tenant, group_id)
    return await _view(session, row, Day(me.tenant, local_date(here.clock.now())))


@api.put("/groups/{group_id}")
async def change_group(
    body: ChangedGroup, me: OfficeProgram, uow: Uow, group_id: UUID
) -> GroupView:
    """Store it whole instead of the version that was seen; 409 if there is a newer one."""
    row = await use_cases.change(uow, me, group_id, body.form)
    await use_cases.put_instead(uow, me, group_id, body.picks)
    return await _view(uow.session, row, Day(me.tenant, local_date(uow.now)))


@api.delete("/groups/{group_id}", status_code=204)
async def remove_group(me: OfficeProgram, uow: Uow, group_id: UUID) -> None:
    """Remove the group; the people in it stay as they are."""
    await use_cases.remove(uow, me, group_id)


@api.get("/groups/{group_id}/members", dependencies=[looked])
async def list_members(
    request: Request,
    me: OfficeProgram,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    group_id: UUID,
    on: date | None = None,
) -> MemberList:
    """Who is in it, its rule applied ``on`` a day: today, unless it is named."""
    row = await queries.one(session, me.tenant, group_id)
    among = queries.members(row, Day(me.tenant, on or local_date(here.clock.now())))
    found = await people_among(session, me.tenant, among, page)
    items = [MemberView(person_id=each.id) for each in found.items]
    return MemberList(items=items, next=next_page(request, found))


@api.get("/groups/{group_id}/members/me")
async def show_own_membership(
    me: Network, here: CurrentContext, session: Reading, group_id: UUID
) -> OwnMembership:
    """Whether whoever asks is in it today; nobody learns who else is."""
    row = await queries.one(session, me.tenant, group_id)
    at = Day(me.tenant, local_date(here.clock.now()))
    return OwnMembership(member=await queries.is_member(session, row, at, me.person_id))


async def _view(session: AsyncSession, row: Group, at: Day) -> GroupView:
    return (await _views(session, [row], at))[0]


async def _views(session: AsyncSession, rows: Sequence[Group], at: Day) -> list[GroupView]:
    picked = await queries.picks_of(session, at.tenant, [each.id for each in rows])
    numbers = await queries.members_counted(session, rows, at)
    return [GroupView.of(each, picked.get(each.id, []), numbers[each.id]) for each in rows]
