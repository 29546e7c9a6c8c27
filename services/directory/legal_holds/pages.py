"""What must not be deleted, as the coordination office says."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound

from services.directory.legal_holds import queries, use_cases
from services.directory.legal_holds.forms import HoldForm
from services.directory.people.queries import names_of
from shared.context import Reading, Uow
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/loeschsperren", audience=Coordinator)
_LIST = "/directory/loeschsperren"
_LEAD = (
    "Bis zum Ende der Sperre lässt sich die Person nicht löschen, bei der ganzen Kommune niemand."
    " Auch was sonst nach einer Frist gelöscht wird, bleibt stehen, in allen Diensten."
    " Ausgenommen sind Codes, Sitzungen, versiegelte Antworten und das Protokoll der Zugriffe:"
    " Sie gehen zu ihrer Zeit."
)


@pages.get("", dependencies=[looked])
async def list_holds(
    request: Request, me: Coordinator, session: Reading, page: PageRequest
) -> Response:
    """The longest first."""
    found = await queries.page_of(session, me.tenant, page)
    return pages.render(request, "holds.html", page=found)


@pages.get("/neu")
async def ask_for_hold(request: Request, me: Coordinator) -> Response:
    """Of the whole municipality."""
    return _form(request, HoldForm.empty(), queries.WHOLE)


@pages.post("/neu")
async def set_hold(request: Request, me: Coordinator, uow: Uow, form: Posted[HoldForm]) -> Response:
    """From now on nobody is erased, and no run of the clock deletes."""
    if form.value is None:
        return _form(request, form, queries.WHOLE)
    row = await use_cases.hold(uow, me, None, form.value.reason, form.value.last_day)
    audit.about(request, row.id)
    return pages.saved(request, "Die Sperre gilt.", to=_LIST)


@pages.get("/fuer/{person_id}", dependencies=[looked])
async def ask_for_hold_of_person(
    request: Request, me: Coordinator, session: Reading, person_id: UUID
) -> Response:
    """Of one person."""
    if not await queries.belongs_here(session, me.tenant, person_id):
        raise NoResultFound
    return _form(request, HoldForm.empty(), (await names_of(session, [person_id]))[person_id])


@pages.post("/fuer/{person_id}")
async def set_hold_of_person(
    request: Request, me: Coordinator, uow: Uow, person_id: UUID, form: Posted[HoldForm]
) -> Response:
    """From now on they are not erased, and the runs of the clock keep what is about them."""
    if not await queries.belongs_here(uow.session, me.tenant, person_id):
        raise NoResultFound
    if form.value is None:
        return _form(request, form, (await names_of(uow.session, [person_id]))[person_id])
    row = await use_cases.hold(uow, me, person_id, form.value.reason, form.value.last_day)
    audit.about(request, row.id)
    return pages.saved(request, "Die Sperre gilt.", to=_LIST)


@pages.get("/{hold_id}", dependencies=[looked])
async def show_hold(request: Request, me: Coordinator, session: Reading, hold_id: UUID) -> Response:
    """Why, and until when."""
    row = await queries.one(session, me.tenant, hold_id)
    [shown] = await queries.described_as(session, [row])
    return pages.render(request, "hold.html", hold=shown)


@pages.get("/{hold_id}/beenden")
async def ask_to_end(
    request: Request, me: Coordinator, session: Reading, hold_id: UUID
) -> Response:
    """What was kept for it goes."""
    await queries.one(session, me.tenant, hold_id)
    return pages.confirm(
        request,
        "Wird die Sperre nicht mehr gebraucht?",
        "Was inzwischen fällig war, wird mit den nächsten Löschläufen gelöscht.",
        button="Sperre beenden",
    )


@pages.post("/{hold_id}/beenden")
async def end_hold(request: Request, me: Coordinator, uow: Uow, hold_id: UUID) -> Response:
    """Nothing is kept for it any more."""
    row = await queries.one(uow.session, me.tenant, hold_id)
    await use_cases.end(uow, row, me.cause)
    return pages.saved(request, "Die Sperre ist beendet.", to=pages.address(request, hold_id))


def _form(request: Request, form: Entered[HoldForm], whom: str) -> Response:
    return pages.render(
        request,
        "kit/form.html",
        title=f"Löschsperre: {whom}",
        lead=_LEAD,
        form=form,
        back=_LIST,
    )
