"""What people want with what is kept about them: the office checks it and sets it going."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound

from services.directory.hindrances.queries import hindrances_of
from services.directory.hindrances.values import first_day
from services.directory.people.queries import names_of
from services.directory.privacy_requests import queries, use_cases
from services.directory.privacy_requests.forms import ErasureForm
from services.directory.privacy_requests.rules import (
    COLUMNS,
    certificate,
    said,
    staying,
)
from services.directory.privacy_requests.values import REFUSALS, SERVICES, PrivacyState
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.privacy import PrivacyKind
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.exports import attachment
from shared.web.kit.forms import Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.pdf import pdf_of
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix="/auskunft-und-loeschung", audience=Coordinator)


@pages.get("", dependencies=[looked])
async def list_requests(
    request: Request, me: Coordinator, session: Reading, page: PageRequest
) -> Response:
    """The latest first."""
    found = await queries.page_of(session, me.tenant, page)
    return pages.render(request, "requests.html", page=found)


@pages.get("/fuer/{person_id}", dependencies=[looked])
async def ask_for_somebody(
    request: Request, me: Coordinator, session: Reading, person_id: UUID
) -> Response:
    """Whether they have really asked for it."""
    if not await queries.belongs_here(session, me.tenant, person_id):
        raise NoResultFound
    name = (await names_of(session, [person_id]))[person_id]
    return pages.confirm(
        request,
        f"Möchte {name} gelöscht werden?",
        "Tragen Sie es ein, wenn die Person es schriftlich oder persönlich verlangt hat und Sie"
        " wissen, dass sie es ist. Gelöscht wird dadurch noch nichts: Als Nächstes sehen Sie, was"
        " entgegensteht und was bleibt. Zusammengeführte Einträge gehören dazu.",
        button="Eintragen",
        final=False,
        style="primary",
        back=f"/directory/personen/{person_id}",
    )


@pages.post("/fuer/{person_id}")
async def enter(request: Request, me: Coordinator, uow: Uow, person_id: UUID) -> Response:
    """Keep that they have asked; or say that it is known."""
    if not await queries.belongs_here(uow.session, me.tenant, person_id):
        raise NoResultFound
    try:
        row = await use_cases.ask(uow, me, person_id, PrivacyKind.ERASURE)
    except Problem as problem:
        audit.unchanged(request)
        text = REFUSALS[problem.code]
        return pages.saved(request, text, kind="warning", to=pages.address(request))
    audit.about(request, row.id)
    return pages.saved(request, "Eingetragen.", to=pages.address(request, row.id))


@pages.get("/{privacy_request_id}", dependencies=[looked])
async def show_request(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    privacy_request_id: UUID,
) -> Response:
    """What keeps somebody from being erased, what stays, and how far each service is."""
    row = await queries.one(session, me.tenant, privacy_request_id)
    [asked] = await queries.described_as(session, [row])
    waits = row.state is PrivacyState.ASKED
    people = await queries.everybody_meant(session, me.tenant, row.person_id)
    today = local_date(here.clock.now())
    found = await hindrances_of(session, me.tenant, people.persons, today)
    begun = row.announced_at is not None
    answers = await queries.answers_of(session, me.tenant, privacy_request_id) if begun else []
    day = local_date(row.done_at) if row.done_at else today
    return pages.render(
        request,
        "request.html",
        asked=asked,
        waits=waits,
        hindered=found,
        possible_from=first_day(found),
        columns=COLUMNS,
        staying=staying(day),
        answers=[(each, said(each.parts or (), day)) for each in answers],
        services=SERVICES,
        ready=row.reason is not None and queries.is_ready(row, here.clock.now()),
        stuck=queries.is_stuck(row, here.clock.now()),
    )


@pages.get("/{privacy_request_id}/loeschen")
async def ask_to_erase(
    request: Request, me: Coordinator, session: Reading, privacy_request_id: UUID
) -> Response:
    """Really?"""
    row = await queries.one(session, me.tenant, privacy_request_id)
    [asked] = await queries.described_as(session, [row])
    back = pages.address(request, privacy_request_id)
    return pages.render(request, "erase.html", form=ErasureForm.empty(), asked=asked, back=back)


@pages.post("/{privacy_request_id}/loeschen")
async def erase(
    request: Request, me: Coordinator, uow: Uow, privacy_request_id: UUID, form: Posted[ErasureForm]
) -> Response:
    """Here at once, and everywhere else as soon as it is told."""
    row = await queries.one(uow.session, me.tenant, privacy_request_id)
    back = pages.address(request, privacy_request_id)
    if form.value is None:
        [asked] = await queries.described_as(uow.session, [row])
        return pages.render(request, "erase.html", form=form, asked=asked, back=back)
    await use_cases.announce_erasure(uow, me, row)
    text = "Die Löschung läuft. Jeder Dienst meldet hier, was er gelöscht hat."
    return pages.saved(request, text, to=back)


@pages.get("/{privacy_request_id}/zuruecknehmen")
async def ask_to_cancel(
    request: Request, me: Coordinator, session: Reading, privacy_request_id: UUID
) -> Response:
    """Before it is taken back."""
    await queries.one(session, me.tenant, privacy_request_id)
    return pages.confirm(
        request,
        "Verlangt die Person es doch nicht?",
        "Dann geschieht nichts. Die Person kann es jederzeit neu verlangen.",
        button="Zurücknehmen",
        final=False,
        style="primary",
        back=pages.address(request, privacy_request_id),
    )


@pages.post("/{privacy_request_id}/zuruecknehmen")
async def cancel(request: Request, me: Coordinator, uow: Uow, privacy_request_id: UUID) -> Response:
    """Nothing has happened yet, and nothing will."""
    row = await queries.one(uow.session, me.tenant, privacy_request_id)
    to = pages.address(request, privacy_request_id)
    try:
        await use_cases.cancel(uow, row)
    except Problem as problem:
        audit.unchanged(request)
        return pages.saved(request, REFUSALS[problem.code], kind="warning", to=to)
    return pages.saved(request, "Zurückgenommen.", to=to)


@pages.get("/{privacy_request_id}/bescheinigung")
async def hand_out_certificate(
    request: Request, me: Coordinator, session: Reading, privacy_request_id: UUID
) -> Response:
    """What was erased, and what stays, without a name."""
    row = await queries.one(session, me.tenant, privacy_request_id)
    if row.state is not PrivacyState.DONE:
        raise NoResultFound
    answers = await queries.answers_of(session, me.tenant, privacy_request_id)
    day = local_date(row.done_at or row.asked_at)
    told = [(each.service, said(each.parts or (), day)) for each in answers]
    document = certificate(str(row.id), row.asked_at, row.done_at, told)
    await audit.record_apart(request, audit.EXPORT)
    headers = attachment(request, "loeschbescheinigung", "pdf")
    return Response(await pdf_of(document), headers=headers, media_type="application/pdf")
