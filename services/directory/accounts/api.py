"""Accounts for programs of the office; a search by name is a page's only, for it is no address."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from services.directory.accounts import queries, use_cases
from services.directory.accounts.forms import AccountSearch
from services.directory.accounts.schemas import (
    AccountList,
    AccountView,
    Ended,
    NewAccount,
    NewAddress,
    NewGrant,
)
from services.directory.pages import freshly_proven
from services.directory.sessions import use_cases as sessions
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.accounts import AccessRole
from shared.web.audit import looked
from shared.web.idempotency import Once
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram

api = APIRouter(prefix="/accounts", tags=["accounts"])
LIST = "/directory/api/v1/accounts"

AccountId = Annotated[UUID, Path(description="of the person")]


@api.get("", dependencies=[looked])
async def list_accounts(
    request: Request,
    me: OfficeProgram,
    session: Reading,
    page: CursorRequest,
    role: AccessRole | None = None,
) -> AccountList:
    """The municipality's accounts by family name, page by page."""
    found = await queries.page_of(session, me, AccountSearch(role=role), page)
    items = [AccountView.of(each) for each in found.items]
    return AccountList(items=items, next=next_page(request, found))


@api.post("", status_code=201, response_model=AccountView)
async def invite(
    body: NewAccount,
    me: OfficeProgram,
    here: CurrentContext,
    uow: Uow,
    exactly: Once[OfficeProgram],
) -> Response:
    """Let somebody sign in who could not before, in one role."""

    async def work() -> AccountView:
        made = await use_cases.invite_new(uow, me, here.settings, me.tenant, body)
        return AccountView.of(await queries.account(uow.session, me, made))

    return await exactly.once(body, work, lambda made: f"{LIST}/{made.id}")


@api.get("/{account_id}", dependencies=[looked])
async def show_account(account_id: AccountId, me: OfficeProgram, session: Reading) -> AccountView:
    """One account."""
    return AccountView.of(await queries.account(session, me, account_id))


@api.put("/{account_id}/address", dependencies=[freshly_proven])
async def change_address(
    account_id: AccountId, body: NewAddress, me: OfficeProgram, here: CurrentContext, uow: Uow
) -> AccountView:
    """Send codes elsewhere from now on; nobody is signed out. A fresh proof is needed."""
    await use_cases.change_address(uow, me, here.settings, account_id, body.address)
    return AccountView.of(await queries.account(uow.session, me, account_id))


@api.delete("/{account_id}/sign-ins")
async def end_sign_ins(account_id: AccountId, me: OfficeProgram, uow: Uow) -> Ended:
    """Sign somebody out everywhere."""
    await queries.account(uow.session, me, account_id)
    return Ended(ended=await sessions.end_of_person(uow, account_id, me.cause))


@api.post("/{account_id}/grants", status_code=201, response_model=AccountView)
async def give_role(
    account_id: AccountId,
    body: NewGrant,
    me: OfficeProgram,
    uow: Uow,
    exactly: Once[OfficeProgram],
) -> Response:
    """One more role."""

    async def work() -> AccountView:
        await use_cases.give_role(uow, me, me.tenant, account_id, body)
        return AccountView.of(await queries.account(uow.session, me, account_id))

    return await exactly.once(body, work)


@api.delete("/{account_id}/grants/{grant_id}", status_code=204)
async def take_role(account_id: AccountId, grant_id: UUID, me: OfficeProgram, uow: Uow) -> None:
    """One role less; without any they are out everywhere."""
    await queries.account(uow.session, me, account_id)
    await use_cases.take_role(uow, me, account_id, grant_id)
