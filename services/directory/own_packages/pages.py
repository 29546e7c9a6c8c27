"""Somebody asks what is kept about them, sees how far it is, and fetches it."""

from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import NoResultFound

from services.directory.packages import use_cases
from services.directory.privacy_requests import queries
from services.directory.privacy_requests.use_cases import ask_access
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.privacy import PrivacyKind
from shared.contracts.services import TITLES
from shared.web import audit
from shared.web.kit.exports import attachment
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.neighbours import NoAnswer, client_for
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix="/meine-daten/auskunft", audience=Network)
OWN = "/directory/meine-daten"


@pages.get("")
async def ask_to_collect(request: Request, me: Network) -> Response:
    """Before it is collected."""
    return pages.confirm(
        request,
        "Möchten Sie alles sehen, was über Sie gespeichert ist?",
        "Jeder Dienst stellt zusammen, was er über Sie weiß. Das dauert meist weniger als eine"
        " Minute. Sie bekommen eine ZIP-Datei, zum Lesen und zum Mitnehmen. Sie liegt"
        " verschlüsselt bereit und ist nach sieben Tagen weg.",
        button="Zusammenstellen",
        final=False,
        style="primary",
        back=OWN,
    )


@pages.post("")
async def collect(request: Request, me: Network, uow: Uow) -> Response:
    """Every service is asked at once."""
    try:
        row = await ask_access(uow, me, me.person_id)
    except Problem:
        audit.unchanged(request)
        text = "Ihre Daten werden gerade schon zusammengestellt."
        return pages.saved(request, text, kind="info", to=OWN)
    audit.about(request, row.id)
    text = "Ihre Daten werden zusammengestellt."
    return pages.saved(request, text, to=pages.address(request, row.id))


@pages.get("/{own_request_id}")
async def show(
    request: Request, me: Network, here: CurrentContext, session: Reading, own_request_id: UUID
) -> Response:
    """How far each service is, and until when it may be fetched."""
    row = await queries.own_one(session, me, own_request_id)
    if row.kind is not PrivacyKind.ACCESS:
        raise NoResultFound
    answers = await queries.answers_of(session, me.tenant, row.id)
    found = [
        (
            TITLES[each.service],
            each.parts is not None,
            sum(part["rows"] for part in each.parts or ()),
        )
        for each in answers
    ]
    return pages.render(
        request,
        "own_package.html",
        asked=row,
        answers=found,
        ready=row.reason is None and queries.is_ready(row, here.clock.now()),
        stuck=queries.is_stuck(row, here.clock.now()),
        until=queries.kept_until(row),
    )


@pages.get("/{own_request_id}/datei")
async def fetch(
    request: Request, me: Network, here: CurrentContext, session: Reading, own_request_id: UUID
) -> Response:
    """One ZIP; nobody else gets it."""
    row = await queries.own_one(session, me, own_request_id)
    if row.reason is not None or not queries.is_ready(row, here.clock.now()):
        raise NoResultFound
    try:
        parts = await use_cases.parts_of(client_for(request, here), row.id, "own")
    except NoAnswer:
        text = "Gerade antwortet kein Dienst. Bitte versuchen Sie es gleich noch einmal."
        return pages.saved(request, text, kind="warning", to=pages.address(request, row.id))
    await audit.record_apart(request, audit.EXPORT)
    people = await queries.everybody_meant(session, me.tenant, row.person_id)
    content = use_cases.archive(here, me.tenant, people, parts)
    headers = attachment(request, parts.name("meine-daten"), "zip")
    return StreamingResponse(content, headers=headers, media_type="application/zip")
