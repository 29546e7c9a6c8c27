"""Workers as those who look after them see them: a carrier its own, the office all."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.documents.queries import kept_with
from services.directory.documents.values import Of, OwnerKind
from services.directory.notices.queries import last_invitation
from services.directory.relationships.queries import of_person
from services.directory.staff import queries, use_cases
from services.directory.staff.forms import StaffSearch
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.accounts import AccessRole
from shared.web.audit import looked
from shared.web.kit.forms import Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Staffing
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/fachkraefte", audience=Staffing)


@pages.get("")
async def list_staff(
    request: Request,
    me: Staffing,
    here: CurrentContext,
    session: Reading,
    search: Search[StaffSearch],
    page: PageRequest,
) -> Response:
    """Employments by name."""
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me, search, page, today)
    clerk = me.role is AccessRole.CARRIER
    return pages.render(request, "staff.html", search=search, page=found, clerk=clerk)


@pages.get("/{employment_id}", dependencies=[looked])
async def show_employee(
    request: Request, me: Staffing, here: CurrentContext, session: Reading, employment_id: UUID
) -> Response:
    """One employment, and what applies when."""
    found = await queries.one(session, me, employment_id, local_date(here.clock.now()))
    clerk, today = me.role is AccessRole.CARRIER, local_date(here.clock.now())
    worker_id = found.employee.employment.worker_id
    of = Of(OwnerKind.EMPLOYMENT, employment_id)
    return pages.render(
        request,
        "employee.html",
        found=found,
        clerk=clerk,
        related=[] if clerk else await of_person(session, me.tenant, worker_id, today),
        invited_at=await last_invitation(session, worker_id),
        documents=[] if clerk else await kept_with(session, me.tenant, of),
        back=pages.address(request),
    )


@pages.post("/{employment_id}/anmeldung")
async def give_access(request: Request, me: Staffing, uow: Uow, employment_id: UUID) -> Response:
    """Let the worker sign in by a code sent to their address."""
    reachable = await use_cases.give_access(uow, me, employment_id)
    to = pages.address(request, employment_id)
    if reachable:
        text = (
            "Die Person bekommt eine Mail, höchstens eine in der Stunde; ihr Code geht an die"
            " hinterlegte E-Mail-Adresse."
        )
        return pages.saved(request, "Anmeldung erlaubt.", text, to=to)
    text = "Mit dieser E-Mail-Adresse meldet sich schon jemand anderes an: Bitte melden Sie die"
    return pages.saved(
        request,
        "An diese Adresse gehen keine Codes.",
        f"{text} Fachkraft mit einer eigenen Adresse. Oder die Person hat noch andere Rollen: Dann"
        " trägt Ihre Koordinierungsstelle die Adresse ein.",
        kind="warning",
        to=to,
    )


@pages.post("/{employment_id}/anmeldung/sperren")
async def take_access(request: Request, me: Staffing, uow: Uow, employment_id: UUID) -> Response:
    """Let the worker sign in no longer."""
    await use_cases.take_access(uow, me, employment_id)
    text = "Die Person sieht ihre Einarbeitung nicht mehr. Andere Rollen behält sie."
    to = pages.address(request, employment_id)
    return pages.saved(request, "Anmeldung gesperrt.", text, to=to)
