"""Credentials for programs, as the office and carriers' clerks keep them."""

from dataclasses import replace
from typing import Annotated

from fastapi import Path, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.clients import queries, use_cases
from services.directory.clients.forms import ClientForm, RotationForm
from services.directory.clients.rules import scopes_to_give
from services.directory.clients.schemas import ClientSecret
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow, context_of
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Scope
from shared.contracts.words import word
from shared.web.audit import record
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import ProgramKeeper
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/zugaenge", audience=ProgramKeeper)

ClientId = Annotated[str, Path(max_length=80)]
USUAL_OVERLAP = "1440"


@pages.get("")
async def list_programs(
    request: Request, me: ProgramKeeper, session: Reading, here: CurrentContext, page: PageRequest
) -> Response:
    """Programs that have credentials, or had."""
    found = await queries.page_of(session, here.clock.now(), me, page)
    return pages.render(request, "programs.html", page=found, clerk=me.role is AccessRole.CARRIER)


@pages.get("/neu")
async def ask_for_whom(request: Request, me: ProgramKeeper, session: Reading) -> Response:
    """The form for a new program."""
    return await _form_page(request, me, session, ClientForm.empty())


@pages.post("/neu")
async def add(request: Request, me: ProgramKeeper, uow: Uow, form: Posted[ClientForm]) -> Response:
    """Its secret is on the page that follows, and nowhere else."""
    if form.value is None:
        return await _form_page(request, me, uow.session, form)
    return _secret_page(request, await use_cases.add(uow, me, form.value))


@pages.get("/{client_id}")
async def show_program(
    request: Request, me: ProgramKeeper, session: Reading, here: CurrentContext, client_id: ClientId
) -> Response:
    """What one program may do, when it was used last, and its secrets without the secrets."""
    found = await queries.program(session, here.clock.now(), me, client_id)
    return pages.render(request, "program.html", program=found)


@pages.get("/{client_id}/geheimnis")
async def ask_how_long(
    request: Request, me: ProgramKeeper, session: Reading, here: CurrentContext, client_id: ClientId
) -> Response:
    """The form for a new secret."""
    found = await queries.program(session, here.clock.now(), me, client_id)
    form = RotationForm.empty(overlap_minutes=USUAL_OVERLAP, newest=found.newest)
    return pages.render(request, "rotate.html", form=form, program=found)


@pages.post("/{client_id}/geheimnis")
async def rotate(
    request: Request,
    me: ProgramKeeper,
    uow: Uow,
    client_id: ClientId,
    form: Posted[RotationForm],
) -> Response:
    """The new secret is on the page that follows, and nowhere else."""
    if form.value is None:
        found = await queries.program(uow.session, uow.now, me, client_id)
        return pages.render(request, "rotate.html", form=form, program=found)
    return _secret_page(request, await use_cases.rotate(uow, me, client_id, form.value))


@pages.get("/{client_id}/widerrufen")
async def ask_revoking(
    request: Request, me: ProgramKeeper, session: Reading, here: CurrentContext, client_id: ClientId
) -> Response:
    """What becomes of the program."""
    found = await queries.program(session, here.clock.now(), me, client_id)
    return pages.confirm(
        request,
        f"Zugang {found.id} widerrufen?",
        f"Das Programm von {found.carrier} kommt sofort nicht mehr herein.",
        button="Zugang widerrufen",
        above=[(f"Zugang {found.id}", pages.address(request, found.id))],
    )


@pages.post("/{client_id}/widerrufen")
async def revoke(
    request: Request, me: ProgramKeeper, here: CurrentContext, client_id: ClientId
) -> Response:
    """No token any more, and those that are there are refused here."""
    async with here.database.transaction() as uow:
        await use_cases.revoke(uow, me, client_id)
        await record(request, uow)
    here.tokens.refuse(client_id)
    return pages.saved(request, "Zugang widerrufen.", to=pages.address(request, client_id))


async def _form_page(
    request: Request, me: Me, session: AsyncSession, form: Entered[ClientForm]
) -> Response:
    clerk = me.role is AccessRole.CARRIER
    today = local_date(context_of(request).clock.now())
    carriers = [] if clerk else await queries.carriers_to_choose(session, me, today)
    scopes = [(each.value, word(Scope, each)) for each in scopes_to_give(me)]
    offered = {"carrier_id": carriers, "scopes": scopes}
    shown = replace(form, offered=offered, left_out={"carrier_id"} if clerk else ())
    return pages.render(request, "new.html", form=shown)


def _secret_page(request: Request, made: ClientSecret) -> Response:
    return pages.render(
        request,
        "secret.html",
        made=made,
        back=pages.address(request, made.client_id),
        token_address=f"{context_of(request).settings.base_url}/directory/oauth/token",
    )
