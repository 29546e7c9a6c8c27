"""Webhooks, as the office and carriers' clerks set them up."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.attempts import queries as attempts
from services.notifications.endpoints import queries, use_cases
from services.notifications.endpoints.forms import (
    EnablingForm,
    EndpointForm,
    NewEndpointForm,
    RotationForm,
)
from services.notifications.endpoints.queries import keeper_of
from services.notifications.endpoints.values import EventType, Vault
from services.notifications.posting.values import Policy
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.words import options
from shared.database.paging import KeysetRequest
from shared.web import audit
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Staffing
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/webhooks", audience=Staffing)
LATEST = KeysetRequest(size=5)


@pages.get("")
async def list_endpoints(
    request: Request, me: Staffing, session: Reading, page: PageRequest
) -> Response:
    """Those that one looks after."""
    keeper = keeper_of(me)
    found = await queries.page_of(session, keeper, page)
    return pages.render(request, "endpoints.html", page=found, clerk=keeper.carrier_id is not None)


@pages.get("/neu")
async def ask_where_to(request: Request, me: Staffing, session: Reading) -> Response:
    """The form for a new one."""
    return await _form_page(request, me, session, NewEndpointForm.empty(types=list(EventType)))


@pages.post("/neu")
async def add(
    request: Request, me: Staffing, here: CurrentContext, uow: Uow, form: Posted[NewEndpointForm]
) -> Response:
    """Its secret is on the page that follows, and nowhere else."""
    if form.value is None:
        return await _form_page(request, me, uow.session, form)
    policy = Policy.of(here.settings)
    added, secret = await use_cases.add(uow, keeper_of(me), Vault.of(here), policy, form.value)
    audit.about(request, added.id)
    return _secret_page(request, added.id, added.name, secret)


@pages.get("/{endpoint_id}")
async def show_endpoint(
    request: Request, me: Staffing, session: Reading, here: CurrentContext, endpoint_id: UUID
) -> Response:
    """Where it is, what it is told, and whether it takes it."""
    found = await queries.kept(session, keeper_of(me), endpoint_id)
    until = found.stored.former_until
    both = until if until and until > here.clock.now() else None
    log = await attempts.page_of(session, me.tenant, endpoint_id, LATEST)
    return pages.render(request, "endpoint.html", endpoint=found, both=both, latest=log.items)


@pages.get("/{endpoint_id}/bearbeiten")
async def ask_what_changes(
    request: Request, me: Staffing, session: Reading, endpoint_id: UUID
) -> Response:
    """The form with what holds now."""
    found = await queries.endpoint(session, keeper_of(me), endpoint_id)
    return _edit_page(request, EndpointForm.filled(found), endpoint_id)


@pages.post("/{endpoint_id}/bearbeiten")
async def change(
    request: Request,
    me: Staffing,
    here: CurrentContext,
    uow: Uow,
    endpoint_id: UUID,
    form: Posted[EndpointForm],
) -> Response:
    """What waits goes to the new address."""
    request.state.offered = _types()
    if form.value is None:
        return _edit_page(request, form, endpoint_id)
    policy = Policy.of(here.settings)
    await use_cases.change(uow, keeper_of(me), endpoint_id, policy, form.value)
    return pages.saved(request, to=pages.address(request, endpoint_id))


@pages.get("/{endpoint_id}/geheimnis")
async def ask_rotating(
    request: Request, me: Staffing, session: Reading, endpoint_id: UUID
) -> Response:
    """What becomes of the secret in use."""
    found = await queries.endpoint(session, keeper_of(me), endpoint_id)
    form = RotationForm.empty(since=found.secret_since)
    return pages.render(request, "rotate.html", form=form, name=found.name)


@pages.post("/{endpoint_id}/geheimnis")
async def rotate(
    request: Request,
    me: Staffing,
    here: CurrentContext,
    uow: Uow,
    endpoint_id: UUID,
    form: Posted[RotationForm],
) -> Response:
    """The new secret is on the page that follows, and nowhere else."""
    keeper = keeper_of(me)
    found = await queries.endpoint(uow.session, keeper, endpoint_id)
    if form.value is None:
        return pages.render(request, "rotate.html", form=form, name=found.name)
    secret = await use_cases.rotate(uow, keeper, endpoint_id, Vault.of(here), form.value)
    return _secret_page(request, endpoint_id, found.name, secret)


@pages.get("/{endpoint_id}/abschalten")
async def ask_switching_off(
    request: Request, me: Staffing, session: Reading, endpoint_id: UUID
) -> Response:
    """What becomes of what happens meanwhile."""
    found = await queries.endpoint(session, keeper_of(me), endpoint_id)
    return pages.confirm(
        request,
        f"„{found.name}“ abschalten?",
        "Ab sofort wird nichts mehr dorthin geschickt. Was geschieht, liegt 90 Tage lang bereit"
        " und kann beim Einschalten nachgesendet werden.",
        button="Abschalten",
        final=False,
        above=[(found.name, pages.address(request, endpoint_id))],
    )


@pages.post("/{endpoint_id}/abschalten")
async def switch_off(request: Request, me: Staffing, uow: Uow, endpoint_id: UUID) -> Response:
    """It may be switched on again at any time."""
    await use_cases.switch_off(uow, keeper_of(me), endpoint_id)
    return pages.saved(request, "Abgeschaltet.", to=pages.address(request, endpoint_id))


@pages.get("/{endpoint_id}/einschalten")
async def ask_switching_on(
    request: Request, me: Staffing, session: Reading, endpoint_id: UUID
) -> Response:
    """How much was kept meanwhile."""
    found = await queries.kept(session, keeper_of(me), endpoint_id)
    left = await attempts.left(session, me.tenant, endpoint_id)
    form = EnablingForm.empty()
    return pages.render(request, "enable.html", form=form, endpoint=found, left=left)


@pages.post("/{endpoint_id}/einschalten")
async def switch_on(
    request: Request, me: Staffing, uow: Uow, endpoint_id: UUID, form: Posted[EnablingForm]
) -> Response:
    """What was kept is sent, or not."""
    again = form.sound.again
    await use_cases.switch_on(uow, keeper_of(me), endpoint_id, again=again)
    detail = "Was liegen blieb, wird jetzt nachgesendet." if again else ""
    to = pages.address(request, endpoint_id)
    return pages.saved(request, "Eingeschaltet.", detail, to=to)


def _types() -> dict[str, list[tuple[str, str]]]:
    return {"types": options(EventType)}


def _edit_page(request: Request, form: Entered[EndpointForm], endpoint_id: UUID) -> Response:
    back = pages.address(request, endpoint_id)
    shown = replace(form, offered=_types())
    title = "Webhook bearbeiten"
    return pages.render(request, "kit/form.html", title=title, form=shown, back=back)


async def _form_page(
    request: Request, me: Me, session: AsyncSession, form: Entered[NewEndpointForm]
) -> Response:
    keeper = keeper_of(me)
    clerk = keeper.carrier_id is not None
    owners = [] if clerk else await queries.owners_to_choose(session, keeper)
    offered = {"carrier_id": owners, **_types()}
    shown = replace(form, offered=offered, left_out={"carrier_id"} if clerk else ())
    return pages.render(request, "new.html", form=shown)


def _secret_page(request: Request, endpoint_id: UUID, name: str, secret: str) -> Response:
    back = pages.address(request, endpoint_id)
    return pages.render(request, "secret.html", name=name, secret=secret, back=back)
