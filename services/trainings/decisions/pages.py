"""Decisions of a gathering, as the office writes them down."""

from uuid import UUID

from fastapi import Request, Response

from services.trainings.decisions import queries, use_cases
from services.trainings.decisions.forms import DecisionForm, RemoveForm
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from shared.context import Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
DECISIONS = "/{gathering_id}/protokoll/beschluesse"


@pages.get(f"{DECISIONS}/neu")
async def ask_for_decision(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """Its wording."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return _form(request, row, DecisionForm.empty())


@pages.post(f"{DECISIONS}/neu")
async def add_decision(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[DecisionForm]
) -> Response:
    """Until the minutes are published."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return _form(request, row, form)
    await use_cases.add(uow, me, gathering_id, form.value)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.get(f"{DECISIONS}/{{decision_id}}/entfernen")
async def ask_to_remove(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, decision_id: UUID
) -> Response:
    """Ask before it is gone."""
    await queries.one(session, me.tenant, gathering_id, decision_id)
    return _ask(request, gathering_id, RemoveForm.empty())


@pages.post(f"{DECISIONS}/{{decision_id}}/entfernen")
async def remove_decision(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    decision_id: UUID,
    form: Posted[RemoveForm],
) -> Response:
    """The same."""
    await queries.one(uow.session, me.tenant, gathering_id, decision_id)
    if form.value is None:
        return _ask(request, gathering_id, form)
    await use_cases.remove(uow, me, gathering_id, decision_id)
    to = _address(request, gathering_id)
    return pages.saved(request, "Der Beschluss ist entfernt.", to=to)


def _ask(request: Request, gathering_id: UUID, form: Entered[RemoveForm]) -> Response:
    return pages.confirm(
        request,
        "Beschluss entfernen?",
        "Er steht dann nicht im Protokoll.",
        button="Entfernen",
        form=form,
        back=_address(request, gathering_id),
    )


def _form(request: Request, row: Gathering, form: Entered[DecisionForm]) -> Response:
    back, title = _address(request, row.id), "Beschluss festhalten"
    above = [(row.title, pages.address(request, row.id)), ("Protokoll", back)]
    return pages.render(request, "kit/form.html", title=title, form=form, back=back, above=above)


def _address(request: Request, gathering_id: UUID) -> str:
    return pages.address(request, gathering_id, "protokoll")
