"""Topics, which everybody in the network sees, proposes and supports, and the office answers."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.minutes.values import paragraphs
from services.trainings.proposals import queries, use_cases
from services.trainings.proposals.forms import (
    DeclineForm,
    ProposalForm,
    ProposalSearch,
    SupportForm,
)
from services.trainings.proposals.values import Seals
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.accounts import AccessRole
from shared.contracts.topics import TOPICS
from shared.web import audit
from shared.web.kit.editing import offer_new
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator, Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=TOPICS.removeprefix("/trainings"), audience=Network)
FORM = "kit/form.html"


@pages.get("")
async def list_proposals(
    request: Request,
    me: Network,
    session: Reading,
    search: Search[ProposalSearch],
    page: PageRequest,
) -> Response:
    """By their titles."""
    found = await queries.page_of(session, me.tenant, search, page)
    return pages.render(request, "proposals.html", search=search, page=found)


offer_new(pages, "Thema vorschlagen", ProposalForm, use_cases.propose, button="Vorschlagen")


@pages.get("/{proposal_id}")
async def show_proposal(
    request: Request, me: Network, here: CurrentContext, session: Reading, proposal_id: UUID
) -> Response:
    """One, and whether whoever looks supports it."""
    return await _show(request, me, here, session, proposal_id, SupportForm.empty())


@pages.post("/{proposal_id}/unterstuetzen")
async def support(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    proposal_id: UUID,
    form: Posted[SupportForm],
) -> Response:
    """Nothing records who."""
    audit.unnamed(request)
    if form.value is None:
        return await _show(request, me, here, uow.session, proposal_id, form)
    await use_cases.support(uow, me, proposal_id)
    text = "Sie bekommen eine Nachricht, wenn daraus eine Veranstaltung wird oder nicht."
    to = pages.address(request, proposal_id)
    return pages.saved(request, "Sie unterstützen dieses Thema.", text, to=to)


@pages.post("/{proposal_id}/zuruecknehmen")
async def take_back(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    proposal_id: UUID,
    form: Posted[SupportForm],
) -> Response:
    """Nor who does not any more."""
    audit.unnamed(request)
    if form.value is None:
        return await _show(request, me, here, uow.session, proposal_id, form)
    await use_cases.take_back(uow, me, proposal_id)
    to = pages.address(request, proposal_id)
    return pages.saved(request, "Sie unterstützen dieses Thema nicht mehr.", to=to)


@pages.get("/{proposal_id}/bearbeiten")
async def ask_for_change(
    request: Request, me: Coordinator, session: Reading, proposal_id: UUID
) -> Response:
    """The same form."""
    row = await queries.one(session, me.tenant, proposal_id)
    return _change(request, proposal_id, ProposalForm.filled(row))


@pages.post("/{proposal_id}/bearbeiten")
async def change_proposal(
    request: Request, me: Coordinator, uow: Uow, proposal_id: UUID, form: Posted[ProposalForm]
) -> Response:
    """Whoever was slower sees both."""
    await queries.one(uow.session, me.tenant, proposal_id)
    if form.value is None:
        return _change(request, proposal_id, form)
    await use_cases.change(uow, me, proposal_id, form.value)
    return pages.saved(request, to=pages.address(request, proposal_id))


@pages.get("/{proposal_id}/ablehnen")
async def ask_to_decline(
    request: Request, me: Coordinator, session: Reading, proposal_id: UUID
) -> Response:
    """Why not."""
    await queries.one(session, me.tenant, proposal_id)
    return _decline(request, proposal_id, DeclineForm.empty())


@pages.post("/{proposal_id}/ablehnen")
async def decline(
    request: Request, me: Coordinator, uow: Uow, proposal_id: UUID, form: Posted[DeclineForm]
) -> Response:
    """Whoever has supported it is told."""
    await queries.one(uow.session, me.tenant, proposal_id)
    if form.value is None:
        return _decline(request, proposal_id, form)
    await use_cases.decline(uow, me, proposal_id, form.value)
    text = "Wer es unterstützt hat, bekommt die Begründung."
    to = pages.address(request, proposal_id)
    return pages.saved(request, "Das Thema ist abgelehnt.", text, to=to)


async def _show(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    proposal_id: UUID,
    form: Entered[SupportForm],
) -> Response:
    found = await queries.shown(session, me.tenant, proposal_id)
    seals = Seals(here.database.key)
    return pages.render(
        request,
        "proposal.html",
        proposal=found,
        about=paragraphs(found.about),
        reason=paragraphs(found.reason),
        mine=found.is_open and await queries.supports(session, seals, me, proposal_id),
        office=me.role is AccessRole.COORDINATOR,
        form=form,
    )


def _change(request: Request, proposal_id: UUID, form: Entered[ProposalForm]) -> Response:
    back = pages.address(request, proposal_id)
    return pages.render(request, FORM, title="Thema bearbeiten", form=form, back=back)


def _decline(request: Request, proposal_id: UUID, form: Entered[DeclineForm]) -> Response:
    back, button = pages.address(request, proposal_id), "Ablehnen"
    title = "Thema ablehnen"
    return pages.render(request, FORM, title=title, button=button, form=form, back=back)
