"""Documents as the coordination office keeps them."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.documents import queries, rules, use_cases
from services.directory.documents.forms import REPLACED, DocumentForm, DocumentSearch, VersionForm
from services.directory.documents.values import MAX_BYTES, Number, Of, OwnerKind
from shared.context import Context, CurrentContext, Reading, Uow
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix="/dokumente", audience=Coordinator)
FORM_BYTES = 64 * 1024
pages.large_bodies["/hochladen"] = MAX_BYTES + FORM_BYTES
_PAGES = {
    OwnerKind.ORGANIZATION: "/directory/organisationen",
    OwnerKind.GROUP: "/directory/gruppen",
    OwnerKind.EMPLOYMENT: "/directory/fachkraefte",
}


@pages.get("")
async def list_documents(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[DocumentSearch],
    page: PageRequest,
) -> Response:
    """The municipality's documents by title."""
    scanned = use_cases.has_scanner(here)
    found = await queries.page_of(session, me.tenant, search, page, scanned=scanned)
    return pages.render(request, "documents.html", search=search, page=found)


@pages.get("/zu/{organization_id}/hochladen")
async def ask_of_organization(
    request: Request, me: Coordinator, session: Reading, organization_id: UUID
) -> Response:
    """What an organization gets."""
    return await _ask(request, me, session, Of(OwnerKind.ORGANIZATION, organization_id))


@pages.post("/zu/{organization_id}/hochladen")
async def add_to_organization(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    organization_id: UUID,
    form: Posted[DocumentForm],
) -> Response:
    """Keep it."""
    return await _add(request, me, here, Of(OwnerKind.ORGANIZATION, organization_id), form)


@pages.get("/zu/gruppe/{group_id}/hochladen")
async def ask_of_group(
    request: Request, me: Coordinator, session: Reading, group_id: UUID
) -> Response:
    """What a group gets."""
    return await _ask(request, me, session, Of(OwnerKind.GROUP, group_id))


@pages.post("/zu/gruppe/{group_id}/hochladen")
async def add_to_group(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    group_id: UUID,
    form: Posted[DocumentForm],
) -> Response:
    """Keep it."""
    return await _add(request, me, here, Of(OwnerKind.GROUP, group_id), form)


@pages.get("/zu/einsatz/{employment_id}/hochladen", dependencies=[looked])
async def ask_of_employment(
    request: Request, me: Coordinator, session: Reading, employment_id: UUID
) -> Response:
    """What is kept with where somebody is placed."""
    return await _ask(request, me, session, Of(OwnerKind.EMPLOYMENT, employment_id))


@pages.post("/zu/einsatz/{employment_id}/hochladen")
async def add_to_employment(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    employment_id: UUID,
    form: Posted[DocumentForm],
) -> Response:
    """Keep it."""
    return await _add(request, me, here, Of(OwnerKind.EMPLOYMENT, employment_id), form)


@pages.get("/{document_id}", dependencies=[looked])
async def show_document(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, document_id: UUID
) -> Response:
    """Every version of it."""
    scanned = use_cases.has_scanner(here)
    found = await queries.one(session, me.tenant, document_id, scanned=scanned)
    return pages.render(
        request, "document.html", document=found, owner=_page_of(found.of), scanned=scanned
    )


@pages.get("/{document_id}/datei", dependencies=[looked])
async def newest_file(
    request: Request, me: Coordinator, here: CurrentContext, document_id: UUID
) -> Response:
    """The newest version: the link stays right."""
    return await _file(request, me, here, document_id, None)


@pages.get("/{document_id}/v/{number}", dependencies=[looked])
async def one_file(
    request: Request, me: Coordinator, here: CurrentContext, document_id: UUID, number: Number
) -> Response:
    """One version, for good."""
    return await _file(request, me, here, document_id, number)


@pages.get("/{document_id}/hochladen")
async def ask_version(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, document_id: UUID
) -> Response:
    """The next version."""
    found = await queries.one(session, me.tenant, document_id, scanned=False)
    form = VersionForm.empty(replaces=found.number)
    back = pages.address(request, document_id)
    return pages.render(request, "upload.html", form=form, of=found.title, back=back)


@pages.post("/{document_id}/hochladen")
async def add_version(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    document_id: UUID,
    form: Posted[VersionForm],
) -> Response:
    """Keep it beside those that are there, unless somebody was faster: 409."""
    back = pages.address(request, document_id)
    async with here.database.reading() as session:
        found = await queries.one(session, me.tenant, document_id, scanned=False)
    if (given := form.value) is None:
        return pages.render(
            request, "upload.html", _status(form), form=form, of=found.title, back=back
        )
    rules.refuse_other_version(found.number, given.replaces)
    kept = await use_cases.keep(here, given.file.content)
    async with here.database.transaction() as uow:
        await use_cases.replace(uow, me, document_id, given.replaces, kept)
        await audit.record(request, uow)
    return pages.saved(request, "Die neue Fassung ist gespeichert.", to=back)


@pages.get("/{document_id}/loeschen")
async def ask_remove(
    request: Request, me: Coordinator, session: Reading, document_id: UUID
) -> Response:
    """Ask before it is gone."""
    found = await queries.one(session, me.tenant, document_id, scanned=False)
    return pages.confirm(
        request,
        "Dokument löschen?",
        consequence=f"„{found.title}“ wird mit allen {len(found.versions)} Fassungen gelöscht."
        if len(found.versions) > 1
        else f"„{found.title}“ wird gelöscht.",
        button="Löschen",
    )


@pages.post("/{document_id}/loeschen")
async def remove(request: Request, me: Coordinator, uow: Uow, document_id: UUID) -> Response:
    """Delete all of it."""
    await use_cases.remove(uow, me, document_id)
    return pages.saved(request, "Das Dokument ist gelöscht.", to=pages.address(request))


async def _file(
    request: Request, me: Coordinator, here: Context, document_id: UUID, number: int | None
) -> Response:
    try:
        handed = await use_cases.hand_out(here, me, document_id, number)
    except Problem as problem:
        if not problem.code.startswith("document-"):
            raise
        why = problem.code.removeprefix("document-")
        back = pages.address(request, document_id)
        return pages.render(request, "held.html", 409, why=why, back=back)
    return Response(handed.content, headers=rules.headers_of(handed))


def _status(form: Entered[VersionForm]) -> int:
    return 409 if REPLACED in form.errors.values() else 200


async def _ask(request: Request, me: Coordinator, session: AsyncSession, of: Of) -> Response:
    name = await queries.owner_named(session, me.tenant, of)
    form = DocumentForm.empty()
    return pages.render(request, "upload.html", form=form, of=name, back=_page_of(of))


async def _add(
    request: Request, me: Coordinator, here: Context, of: Of, form: Entered[DocumentForm]
) -> Response:
    """Its content is stored before a transaction begins."""
    async with here.database.reading() as session:
        name = await queries.owner_named(session, me.tenant, of)
    if (given := form.value) is None:
        return pages.render(request, "upload.html", form=form, of=name, back=_page_of(of))
    kept = await use_cases.keep(here, given.file.content)
    async with here.database.transaction() as uow:
        row = await use_cases.add(uow, me, of, given.title, kept)
        audit.about(request, row.id)
        await audit.record(request, uow)
    return pages.saved(request, "Das Dokument ist gespeichert.", to=pages.address(request, row.id))


def _page_of(of: Of) -> str:
    return f"{_PAGES[of.kind]}/{of.id}"
