"""Statements: written by the office, discussed and voted on by a group, read by the network."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings import queries as gatherings
from services.trainings.statements import queries, rules, use_cases
from services.trainings.statements.forms import (
    CommentForm,
    OpenForm,
    StatementForm,
    StatementSearch,
    StepForm,
    TextForm,
    VoteForm,
)
from services.trainings.statements.models import Statement
from services.trainings.statements.values import Ballot, StatementState
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.accounts import AccessRole
from shared.contracts.projects import STATEMENTS
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator, Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=STATEMENTS.removeprefix("/trainings"), audience=Network)
FORM = "kit/form.html"


@pages.get("")
async def list_statements(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    search: Search[StatementSearch],
    page: PageRequest,
) -> Response:
    """By their titles."""
    found = await queries.page_of(session, me, search, page, here.clock.now())
    office = me.role is AccessRole.COORDINATOR
    return pages.render(request, "statements.html", search=search, page=found, office=office)


@pages.get("/neu")
async def ask_for_statement(request: Request, me: Coordinator, session: Reading) -> Response:
    """The form."""
    return await _new(request, me, session, StatementForm.empty())


@pages.post("/neu")
async def add_statement(
    request: Request, me: Coordinator, uow: Uow, form: Posted[StatementForm]
) -> Response:
    """A draft."""
    if form.value is None:
        return await _new(request, me, uow.session, form)
    row = await use_cases.add(uow, me, form.value)
    audit.about(request, row.id)
    return pages.saved(request, to=pages.address(request, row.id))


@pages.get("/{statement_id}", dependencies=[looked])
async def show_statement(
    request: Request, me: Network, here: CurrentContext, session: Reading, statement_id: UUID
) -> Response:
    """One, as far as it has come."""
    return await _show(request, me, here, session, statement_id)


@pages.get("/{statement_id}/bearbeiten")
async def ask_for_text(
    request: Request, me: Coordinator, session: Reading, statement_id: UUID
) -> Response:
    """The newest edition."""
    row = await queries.one(session, me.tenant, statement_id)
    rules.refuse_state(row.state, StatementState.DRAFT, StatementState.DISCUSSED)
    return _text(request, statement_id, TextForm.filled(await queries.known(session, row)))


@pages.post("/{statement_id}/bearbeiten")
async def write_text(
    request: Request, me: Coordinator, uow: Uow, statement_id: UUID, form: Posted[TextForm]
) -> Response:
    """Another edition; whoever was slower sees both."""
    await queries.one(uow.session, me.tenant, statement_id)
    if form.value is None:
        return _text(request, statement_id, form)
    await use_cases.write(uow, me, statement_id, form.value)
    return pages.saved(request, to=pages.address(request, statement_id))


@pages.post("/{statement_id}/diskutieren")
async def discuss(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    statement_id: UUID,
    form: Posted[StepForm],
) -> Response:
    """Those who take part see it from now on."""
    if form.value is None:
        return await _show(request, me, here, uow.session, statement_id, step=form)
    await use_cases.discuss(uow, me, statement_id)
    text = "Die Beteiligten sehen die Stellungnahme jetzt und können sie kommentieren."
    return pages.saved(request, text, to=pages.address(request, statement_id))


@pages.post("/{statement_id}/kommentare")
async def comment(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    statement_id: UUID,
    form: Posted[CommentForm],
) -> Response:
    """Under one's name."""
    if form.value is None:
        return await _show(request, me, here, uow.session, statement_id, remark=form)
    await use_cases.comment(uow, me, statement_id, form.value)
    return pages.saved(request, to=pages.address(request, statement_id))


@pages.get("/{statement_id}/abstimmung")
async def ask_for_vote(
    request: Request, me: Coordinator, session: Reading, statement_id: UUID
) -> Response:
    """How, and until when."""
    row = await queries.one(session, me.tenant, statement_id)
    return _open(request, row, OpenForm.empty())


@pages.post("/{statement_id}/abstimmung")
async def open_vote(
    request: Request, me: Coordinator, uow: Uow, statement_id: UUID, form: Posted[OpenForm]
) -> Response:
    """The text stays as it is."""
    if form.value is None:
        row = await queries.one(uow.session, me.tenant, statement_id)
        return _open(request, row, form)
    await use_cases.open_vote(uow, me, statement_id, form.value)
    text = "Die Abstimmung läuft. Wer abstimmen darf, bekommt eine Mail."
    return pages.saved(request, text, to=pages.address(request, statement_id))


@pages.post("/{statement_id}/abstimmen")
async def vote(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    statement_id: UUID,
    form: Posted[VoteForm],
) -> Response:
    """Once."""
    if form.value is None:
        return await _show(request, me, here, uow.session, statement_id, ballot=form)
    await use_cases.vote(uow, me, statement_id, form.value.choice)
    to = pages.address(request, statement_id)
    return pages.saved(request, "Ihre Stimme ist gezählt.", to=to)


@pages.post("/{statement_id}/veroeffentlichen")
async def publish(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    statement_id: UUID,
    form: Posted[StepForm],
) -> Response:
    """The whole network reads it, with its result."""
    if form.value is None:
        return await _show(request, me, here, uow.session, statement_id, step=form)
    await use_cases.publish(uow, me, statement_id)
    return pages.saved(request, "Veröffentlicht.", to=pages.address(request, statement_id))


@pages.get("/{statement_id}/verwerfen")
async def ask_to_drop(
    request: Request, me: Coordinator, session: Reading, statement_id: UUID
) -> Response:
    """Ask before it is over."""
    await queries.one(session, me.tenant, statement_id)
    return _ask_to_drop(request, StepForm.empty())


@pages.post("/{statement_id}/verwerfen")
async def drop(
    request: Request, me: Coordinator, uow: Uow, statement_id: UUID, form: Posted[StepForm]
) -> Response:
    """For good."""
    if form.value is None:
        return _ask_to_drop(request, form)
    await use_cases.drop(uow, me, statement_id)
    text = "Die Stellungnahme wird nicht weiter verfolgt."
    return pages.saved(request, text, to=pages.address(request, statement_id))


async def _show(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    statement_id: UUID,
    step: Entered[Any] | None = None,
    remark: Entered[CommentForm] | None = None,
    ballot: Entered[VoteForm] | None = None,
) -> Response:
    now = here.clock.now()
    row = await queries.visible(session, me, statement_id)
    takes_part = await queries.takes_part(session, me, statement_id)
    office = me.role is AccessRole.COORDINATOR
    inside = takes_part or office
    found = await queries.result(session, row, now)
    is_named = found is not None and inside and row.ballot is Ballot.NAMED
    editions = await queries.editions(session, row)
    return pages.render(
        request,
        "statement.html",
        statement=row,
        standing=rules.standing(row.state, row.closes_at, now),
        text=editions[0].parts,
        editions=editions[1:] if inside else (),
        comments=await queries.comments(session, row) if inside else (),
        whose=await _whose(session, row),
        result=found,
        named=await queries.named(session, row) if is_named else {},
        running=rules.is_open(row.state, row.closes_at, now),
        voted=takes_part and await queries.has_voted(session, me, statement_id),
        takes_part=takes_part,
        office=office,
        inside=inside,
        step=step or StepForm.empty(),
        remark=remark or CommentForm.empty(),
        ballot=ballot or VoteForm.empty(),
    )


async def _whose(session: AsyncSession, row: Statement) -> str:
    if row.gathering_id is None:
        return ""
    titles = await gatherings.titles_of(session, row.tenant, [row.gathering_id])
    return titles.get(row.gathering_id, "")


async def _new(
    request: Request, me: Me, session: AsyncSession, form: Entered[StatementForm]
) -> Response:
    offered = {"gathering": await queries.gatherings_offered(session, me.tenant)}
    form, back = replace(form, offered=offered), pages.address(request)
    return pages.render(request, FORM, title="Neue Stellungnahme", form=form, back=back)


def _text(request: Request, statement_id: UUID, form: Entered[TextForm]) -> Response:
    back = pages.address(request, statement_id)
    return pages.render(request, FORM, title="Text bearbeiten", form=form, back=back)


def _open(request: Request, row: Statement, form: Entered[OpenForm]) -> Response:
    above = [(row.title, pages.address(request, row.id))]
    return pages.render(
        request, "open.html", form=form, back=pages.address(request, row.id), above=above
    )


def _ask_to_drop(request: Request, form: Entered[StepForm]) -> Response:
    return pages.confirm(
        request,
        "Nicht weiter verfolgen?",
        "Die Beteiligten sehen die Stellungnahme dann nicht mehr. Bereits abgegebene Stimmen werden"
        " gelöscht.",
        button="Nicht weiter verfolgen",
        form=form,
    )
