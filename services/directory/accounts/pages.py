"""Accounts as the coordination office and the operator keep them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts import queries, use_cases
from services.directory.accounts.forms import AccountSearch, AddressChange, Invitation, RoleForm
from services.directory.accounts.rules import may_change_address, reach, roles_to_give
from services.directory.duplicates.queries import warned_of
from services.directory.duplicates.values import Alike, shown_as
from services.directory.factors.queries import set_up_of
from services.directory.forms import warning
from services.directory.notices.queries import last_invitation
from services.directory.organizations.queries import municipalities, to_choose
from services.directory.pages import freshly_proven
from services.directory.sessions import queries as sign_ins
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow, context_of
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind
from shared.contracts.words import word
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Office
from shared.web.kit.private_search import PrivateSearch, found_at
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/konten", audience=Office)


@dataclass(frozen=True)
class Place:
    """The municipality in which a role is given, and those that may be chosen instead."""

    key: str
    named: Mapping[str, str]

    @property
    def others(self) -> list[tuple[str, str]]:
        return [(key, name) for key, name in self.named.items() if key != self.key]


async def _place(me: Office, here: CurrentContext, session: Reading, kommune: str = "") -> Place:
    """The coordinator's own; the operator chooses by the address."""
    served = here.settings.municipalities if reach(me) is None else {me.tenant}
    named = await municipalities(session, served)
    return Place(kommune if kommune in named else next(iter(named)), named)


InPlace = Annotated[Place, Depends(_place)]


@pages.get("", dependencies=[looked])
async def list_accounts(
    request: Request,
    me: Office,
    session: Reading,
    search: PrivateSearch[AccountSearch],
    page: PageRequest,
) -> Response:
    """Whoever may sign in, by family name."""
    found = await queries.page_of(session, me, search, page)
    everywhere = reach(me) is None
    return pages.render(request, "accounts.html", search=search, page=found, everywhere=everywhere)


@pages.post("")
async def look_for(request: Request, form: Posted[AccountSearch]) -> Response:
    """A name must not stand in an address: the search leads to a sealed one."""
    return RedirectResponse(found_at(request, form), 303)


@pages.get("/neu")
async def ask_whom(request: Request, me: Office, session: Reading, place: InPlace) -> Response:
    """The form for somebody who is to sign in."""
    return await _role_page(request, me, session, place, Invitation.empty(), "invite.html")


@pages.post("/neu")
async def invite(
    request: Request,
    me: Office,
    here: CurrentContext,
    uow: Uow,
    place: InPlace,
    form: Posted[Invitation],
) -> Response:
    """They may sign in from now on."""
    if form.value is None:
        return await _role_page(request, me, uow.session, place, form, "invite.html")
    if found := await _alike(uow, me, here, place, form.value):
        return await _role_page(request, me, uow.session, place, form, "invite.html", alike=found)
    made = await use_cases.invite_new(uow, me, here.settings, place.key, form.value)
    return pages.saved(
        request,
        "Das Konto ist angelegt.",
        "Die Person bekommt eine Einladung per Mail. Darin steht, wer sie einlädt, wofür, und wie"
        " sie sich anmeldet.",
        to=pages.address(request, made),
    )


@pages.get("/{person_id}", dependencies=[looked])
async def show_account(
    request: Request, me: Office, session: Reading, here: CurrentContext, person_id: UUID
) -> Response:
    """One person's roles, address and sign-ins."""
    account = await queries.account(session, me, person_id)
    all_held = (await queries.held_by(session, [person_id])).get(person_id, [])
    return pages.render(
        request,
        "account.html",
        account=account,
        sign_ins=await sign_ins.of_person(session, person_id, here.clock.now()),
        named=await municipalities(session, here.settings.municipalities),
        changeable=may_change_address(me, all_held),
        second=await set_up_of(session, person_id),
        invited_at=await last_invitation(session, person_id),
        elsewhere=len(all_held) > len(account.roles),
        me=me,
    )


@pages.get("/{person_id}/rolle")
async def ask_role(
    request: Request, me: Office, session: Reading, place: InPlace, person_id: UUID
) -> Response:
    """The form for one more role."""
    account = await queries.account(session, me, person_id)
    form = RoleForm.empty()
    return await _role_page(request, me, session, place, form, "role.html", account=account)


@pages.post("/{person_id}/rolle")
async def give_role(
    request: Request,
    me: Office,
    uow: Uow,
    place: InPlace,
    person_id: UUID,
    form: Posted[RoleForm],
) -> Response:
    """They may do more at once, everywhere."""
    if form.value is None:
        account = await queries.account(uow.session, me, person_id)
        return await _role_page(request, me, uow.session, place, form, "role.html", account=account)
    await use_cases.give_role(uow, me, place.key, person_id, form.value)
    return pages.saved(request, "Rolle gegeben.", to=pages.address(request, person_id))


@pages.get("/{person_id}/rollen/{grant_id}/wegnehmen")
async def ask_taking(
    request: Request, me: Office, session: Reading, person_id: UUID, grant_id: UUID
) -> Response:
    """What becomes of the person without the role; or why it stays."""
    account = await queries.account(session, me, person_id)
    back = pages.address(request, person_id)
    try:
        held = await queries.role_to_take(session, me, person_id, grant_id)
    except Problem as problem:
        if problem.code != "own-last-role":
            raise
        return pages.render(request, "own_last.html", back=back, above=[(account.name, back)])
    all_held = (await queries.held_by(session, [person_id])).get(person_id, [])
    consequence = (
        f"{account.name} verliert diese Rolle sofort und überall."
        if len(all_held) > 1
        else f"Das ist die letzte Rolle von {account.name}: ohne sie ist die Person sofort überall"
        " abgemeldet und kommt nicht mehr herein."
    )
    question = f"Rolle wegnehmen: {held.text}?"
    above = [(account.name, back)]
    return pages.confirm(
        request,
        question,
        consequence,
        button="Rolle wegnehmen",
        final=False,
        back=back,
        above=above,
    )


@pages.post("/{person_id}/rollen/{grant_id}/wegnehmen")
async def take_role(
    request: Request, me: Office, uow: Uow, person_id: UUID, grant_id: UUID
) -> Response:
    """Out everywhere, as far as it was the role that let them in."""
    await use_cases.take_role(uow, me, person_id, grant_id)
    return pages.saved(request, "Rolle weggenommen.", to=pages.address(request, person_id))


@pages.get("/{person_id}/adresse", dependencies=[freshly_proven, looked])
async def ask_address(request: Request, me: Office, session: Reading, person_id: UUID) -> Response:
    """The form for another address to sign in."""
    return await _address_page(request, me, session, person_id, AddressChange.empty())


@pages.post("/{person_id}/adresse", dependencies=[freshly_proven])
async def change_address(
    request: Request,
    me: Office,
    here: CurrentContext,
    uow: Uow,
    person_id: UUID,
    form: Posted[AddressChange],
) -> Response:
    """The next code goes there."""
    if form.value is None:
        return await _address_page(request, me, uow.session, person_id, form)
    await use_cases.change_address(uow, me, here.settings, person_id, form.value.address)
    return pages.saved(request, "Adresse geändert.", to=pages.address(request, person_id))


async def _alike(
    uow: Uow, me: Me, here: CurrentContext, place: Place, given: Invitation
) -> Sequence[Alike]:
    """Whom somebody may be whom we would not take for somebody known."""
    if await use_cases.already_known(uow, me, here.settings, place.key, given):
        return []
    asker, names = replace(me, tenant=place.key), given.names
    return await warned_of(uow.session, asker, local_date(uow.now), names, given.known)


async def _role_page(
    request: Request,
    me: Me,
    session: AsyncSession,
    place: Place,
    form: Entered[Any],
    template: str,
    alike: Sequence[Alike] = (),
    **context: Any,
) -> Response:
    roles = [(each.value, word(AccessRole, each)) for each in roles_to_give(me)]
    today = local_date(context_of(request).clock.now())
    chosen = [
        (str(each.id), f"{each.name} ({word(OrganizationKind, each.kind)})")
        for each in await to_choose(session, place.key, today)
    ]
    offered = replace(form, offered={"role": roles, "organization_id": chosen})
    entered, status = warning(offered, shown_as(alike)), 409 if alike else 200
    return pages.render(
        request, template, status, form=entered, place=place, alike=alike, **context
    )


async def _address_page(
    request: Request, me: Me, session: AsyncSession, person_id: UUID, form: Entered[AddressChange]
) -> Response:
    account = await queries.with_changeable_address(session, me, person_id)
    return pages.render(request, "address.html", form=form, account=account)
