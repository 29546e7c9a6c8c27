"""The office asks for what is kept about somebody who wants it on paper."""

from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import NoResultFound

from services.directory.packages import use_cases
from services.directory.packages.forms import PaperForm
from services.directory.packages.rules import REFUSALS
from services.directory.people.queries import names_of
from services.directory.privacy_requests import queries
from services.directory.privacy_requests.use_cases import ask_access
from shared.context import CurrentContext, Reading, Uow
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.exports import attachment
from shared.web.kit.forms import Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.neighbours import NoAnswer, client_for
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix="/auskunft-auf-papier", audience=Coordinator)
REQUESTS = "/directory/auskunft-und-loeschung"


@pages.get("/{person_id}", dependencies=[looked])
async def ask_for_somebody(
    request: Request, me: Coordinator, session: Reading, person_id: UUID
) -> Response:
    """Why they do not ask themselves."""
    if not await queries.belongs_here(session, me.tenant, person_id):
        raise NoResultFound
    name = (await names_of(session, [person_id]))[person_id]
    back = f"/directory/personen/{person_id}"
    return pages.render(request, "paper.html", form=PaperForm.empty(), name=name, back=back)


@pages.post("/{person_id}")
async def collect(
    request: Request, me: Coordinator, uow: Uow, person_id: UUID, form: Posted[PaperForm]
) -> Response:
    """Every service is asked at once."""
    if not await queries.belongs_here(uow.session, me.tenant, person_id):
        raise NoResultFound
    if form.value is None:
        name = (await names_of(uow.session, [person_id]))[person_id]
        back = f"/directory/personen/{person_id}"
        return pages.render(request, "paper.html", form=form, name=name, back=back)
    try:
        row = await ask_access(uow, me, person_id, form.value.reason)
    except Problem as problem:
        audit.unchanged(request)
        return pages.saved(request, REFUSALS[problem.code], kind="warning", to=REQUESTS)
    audit.about(request, row.id)
    text = "Die Dienste stellen die Daten zusammen. Das dauert meist nur Sekunden."
    return pages.saved(request, text, to=f"{REQUESTS}/{row.id}")


@pages.get("/{privacy_request_id}/datei")
async def hand_out(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    privacy_request_id: UUID,
) -> Response:
    """What the office has asked for, to be printed."""
    row = await queries.one(session, me.tenant, privacy_request_id)
    if row.reason is None or not queries.is_ready(row, here.clock.now()):
        raise NoResultFound
    try:
        parts = await use_cases.parts_of(client_for(request, here), row.id, "office")
    except NoAnswer:
        text = "Gerade antwortet kein Dienst. Bitte versuchen Sie es gleich noch einmal."
        return pages.saved(request, text, kind="warning", to=f"{REQUESTS}/{row.id}")
    await audit.record_apart(request, audit.EXPORT)
    people = await queries.everybody_meant(session, me.tenant, row.person_id)
    content = use_cases.archive(here, me.tenant, people, parts)
    headers = attachment(request, parts.name("auskunft"), "zip")
    return StreamingResponse(content, headers=headers, media_type="application/zip")
