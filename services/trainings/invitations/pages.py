"""Whom the office invites, and who has answered."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.audiences import queries as audiences
from services.trainings.audiences import use_cases as directory
from services.trainings.audiences.values import AWAY
from services.trainings.gatherings import queries as gatherings
from services.trainings.invitations import queries, rules, use_cases
from services.trainings.invitations.forms import AskAgainForm, EndForm, InvitedSearch, InviteForm
from services.trainings.invitations.values import Listed, Source
from services.trainings.models import Gathering
from services.trainings.registrations import queries as registrations
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.neighbours import client_for
from shared.web.problem import Problem
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
INVITATIONS = "/{gathering_id}/einladungen"
OWN = ("expected", "part")
"""What buttons of the preview say themselves."""


async def _groups(
    request: Request, me: Coordinator, here: CurrentContext
) -> Sequence[tuple[str, str]] | None:
    """Asked before a transaction begins, as is who is in one."""
    return await directory.groups(client_for(request, here), me.tenant)


async def _members(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    gathering_id: UUID,
    form: Posted[InviteForm],
) -> Collection[UUID] | None:
    """Of the group that is named, or for which it is."""
    given = form.value
    if given is None or given.source not in (Source.GROUP, Source.AUDIENCE):
        return ()
    group_id = given.group_id
    if given.source is Source.AUDIENCE:
        async with here.database.reading() as session:
            group_id = await audiences.asked_for(session, me.tenant, gathering_id)
    return await directory.members(client_for(request, here), me.tenant, group_id)


Groups = Annotated[Sequence[tuple[str, str]] | None, Depends(_groups)]
Members = Annotated[Collection[UUID] | None, Depends(_members)]


@pages.get(INVITATIONS, dependencies=[looked])
async def list_invitations(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[InvitedSearch],
    page: PageRequest,
    gathering_id: UUID,
) -> Response:
    """In the order in which they were invited."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return await _list(request, me, here, session, row, search, page, AskAgainForm.empty())


@pages.post(INVITATIONS)
async def ask_again(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    search: Search[InvitedSearch],
    page: PageRequest,
    gathering_id: UUID,
    form: Posted[AskAgainForm],
) -> Response:
    """Those who have not answered."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return await _list(request, me, here, uow.session, row, search, page, form)
    number = await use_cases.ask_again(uow, me, gathering_id)
    return pages.saved(request, "Noch einmal gefragt.", f"Mails unterwegs: {number}.")


@pages.get(f"{INVITATIONS}/neu")
async def ask_whom(
    request: Request, me: Coordinator, groups: Groups, session: Reading, gathering_id: UUID
) -> Response:
    """People, a group, those whom it is for, or those of the last date."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return _form(request, row, groups, InviteForm.empty(source=Source.PEOPLE))


@pages.post(f"{INVITATIONS}/neu", dependencies=[looked])
async def invite(
    request: Request,
    me: Coordinator,
    groups: Groups,
    members: Members,
    uow: Uow,
    gathering_id: UUID,
    form: Posted[InviteForm],
) -> Response:
    """Show who it would be; then each of them has a mail."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        again = replace(form, typed={**form.typed, "expected": None})
        return _form(request, row, groups, again)
    if members is None:
        raise Problem(503, "directory-away", "The directory does not answer")
    use_cases.refuse_late(row, me, uow.now)
    if form.value.expected is None:
        return await _preview(request, me, uow.session, row, form, members)
    number = await use_cases.invite(uow, me, row, form.value, members)
    text = "Eine Person eingeladen." if number == 1 else f"{number} Personen eingeladen."
    return pages.saved(request, text, to=_address(request, gathering_id))


@pages.get(f"{INVITATIONS}/{{invitation_id}}", dependencies=[looked])
async def show_invitation(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, invitation_id: UUID
) -> Response:
    """One, and what may be done about it."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return _one(request, row, await queries.one(session, row, invitation_id), EndForm.empty())


@pages.post(f"{INVITATIONS}/{{invitation_id}}")
async def withdraw(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    invitation_id: UUID,
    form: Posted[EndForm],
) -> Response:
    """They are not invited any more."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        found = await queries.one(uow.session, row, invitation_id)
        return _one(request, row, found, form)
    await use_cases.withdraw(uow, me, gathering_id, invitation_id)
    to = _address(request, gathering_id)
    return pages.saved(request, "Die Einladung ist zurückgenommen.", to=to)


@pages.get(f"{INVITATIONS}-zuruecknehmen")
async def ask_to_withdraw_all(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """Ask before everybody is told."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return await _ask_to_withdraw(request, here, session, row, EndForm.empty())


@pages.post(f"{INVITATIONS}-zuruecknehmen")
async def withdraw_all(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    form: Posted[EndForm],
) -> Response:
    """Nobody is invited any more who has not answered."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return await _ask_to_withdraw(request, here, uow.session, row, form)
    number = await use_cases.withdraw_all(uow, me, gathering_id)
    said = f"Zurückgenommen: {number}."
    return pages.saved(request, said, to=_address(request, gathering_id))


async def _ask_to_withdraw(
    request: Request, here: Context, session: AsyncSession, row: Gathering, form: Entered[EndForm]
) -> Response:
    today = local_date(here.clock.now())
    tally = await queries.tally(session, row, rules.asked_before(today))
    number = "eine Einladung" if tally.open == 1 else f"{tally.open} Einladungen"
    return pages.confirm(
        request,
        "Alle offenen Einladungen zurücknehmen?",
        f"Zurückgenommen wird, was noch ohne Antwort ist: {number}. Wer die Einladung schon hat,"
        " erfährt es mit einer Mail. Zusagen bleiben.",
        button="Zurücknehmen",
        form=form,
        final=False,
        back=_address(request, row.id),
    )


async def _preview(
    request: Request,
    me: Me,
    session: AsyncSession,
    row: Gathering,
    form: Entered[InviteForm],
    members: Collection[UUID],
) -> Response:
    found = await use_cases.preview(session, me, row, form.sound, members)
    audit.unchanged(request)
    return pages.render(
        request,
        "preview.html",
        gathering=row,
        found=found,
        part=min(form.sound.part, found.parts or 1),
        given={key: each for key, each in form.typed.items() if each and key not in OWN},
        back=request.url.path,
        above=_above(request, row),
    )


async def _list(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    row: Gathering,
    search: InvitedSearch,
    page: Any,
    form: Entered[AskAgainForm],
) -> Response:
    now = here.clock.now()
    return pages.render(
        request,
        "invitations.html",
        gathering=row,
        tally=await queries.tally(session, row, rules.asked_before(local_date(now))),
        hindrance=registrations.hindrance(row, me, now, None),
        search=search,
        page=await queries.page_of(session, row, search.standing, page),
        form=form,
        above=[(row.title, pages.address(request, row.id))],
    )


def _one(request: Request, row: Gathering, found: Listed, form: Entered[EndForm]) -> Response:
    return pages.render(
        request,
        "invitation.html",
        gathering=row,
        invitation=found,
        form=form,
        above=_above(request, row),
    )


def _form(
    request: Request,
    row: Gathering,
    groups: Sequence[tuple[str, str]] | None,
    form: Entered[InviteForm],
) -> Response:
    return pages.render(
        request,
        "invite.html",
        gathering=row,
        away=AWAY if groups is None else "",
        form=replace(form, offered={"group_id": groups or ()}),
        back=_address(request, row.id),
        above=_above(request, row),
    )


def _above(request: Request, row: Gathering) -> list[tuple[str, str]]:
    return [(row.title, pages.address(request, row.id)), ("Einladungen", _address(request, row.id))]


def _address(request: Request, gathering_id: UUID) -> str:
    return pages.address(request, gathering_id, "einladungen")
