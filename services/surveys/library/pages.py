"""The library of all municipalities: look, take over, publish, withdraw."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.surveys.drafts.values import HOME, LIST
from services.surveys.library import queries, use_cases
from services.surveys.library.forms import LibrarySearch, PublishForm, WithdrawForm
from services.surveys.papers import queries as papers
from services.surveys.questionnaires import queries as questionnaires
from services.surveys.questionnaires.values import LANGUAGES, Document
from shared.context import Reading, Uow
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=HOME, audience=Coordinator)
LIBRARY, ITEM = "/bibliothek", "/bibliothek/{library_item_id}"
PUBLISH = "/{questionnaire_id}/fassungen/{questionnaire_version_id}/veroeffentlichen"


@pages.get(LIBRARY)
async def list_library(
    request: Request,
    me: Coordinator,
    session: Reading,
    search: Search[LibrarySearch],
    page: PageRequest,
) -> Response:
    """What all offices have published, by title."""
    found = await queries.items(session, search.text, page)
    return pages.render(
        request, "library.html", search=search, page=found, home=pages.address(request)
    )


@pages.get(ITEM)
async def show_library_item(
    request: Request, me: Coordinator, session: Reading, library_item_id: UUID
) -> Response:
    """All of it, and whose it is."""
    item = await queries.item(session, library_item_id)
    document = Document.model_validate(item.document)
    return pages.render(
        request,
        "item.html",
        item=item,
        mine=item.tenant == me.tenant,
        newer=await queries.newer(session, item.line, item.number),
        languages=[LANGUAGES.get(each, each) for each in document.languages],
        questions=len(document.questions),
        whole=papers.printed(document),
        home=pages.address(request),
        above=_above(request),
    )


@pages.post(f"{ITEM}/uebernehmen")
async def take_over_library_item(
    request: Request, me: Coordinator, uow: Uow, library_item_id: UUID
) -> Response:
    """A copy of one's own, which nobody else changes."""
    key = await use_cases.take_over(uow, me, library_item_id)
    text = "Übernommen. Das ist jetzt Ihr eigener Entwurf."
    return pages.saved(request, text, to=pages.address(request, key))


@pages.get(f"{ITEM}/zurueckziehen")
async def ask_to_withdraw_library_item(
    request: Request, me: Coordinator, session: Reading, library_item_id: UUID
) -> Response:
    """Ask first."""
    item = await queries.own(session, me.tenant, library_item_id)
    return _ask(request, item.title, library_item_id, WithdrawForm.empty(number=item.number))


@pages.post(f"{ITEM}/zurueckziehen")
async def withdraw_library_item(
    request: Request,
    me: Coordinator,
    uow: Uow,
    library_item_id: UUID,
    form: Posted[WithdrawForm],
) -> Response:
    """It is not offered any more."""
    item = await queries.own(uow.session, me.tenant, library_item_id)
    if form.value is None:
        return _ask(request, item.title, library_item_id, form)
    await use_cases.withdraw(uow, me, library_item_id)
    return pages.saved(request, "Zurückgezogen.", to=pages.address(request, "bibliothek"))


@pages.get(PUBLISH)
async def ask_to_publish(
    request: Request,
    me: Coordinator,
    session: Reading,
    questionnaire_id: UUID,
    questionnaire_version_id: UUID,
) -> Response:
    """For whom it is good, and on which terms."""
    version = await questionnaires.version_of(
        session, me.tenant, questionnaire_id, questionnaire_version_id
    )
    row = await questionnaires.questionnaire(session, me.tenant, questionnaire_id)
    form = PublishForm.empty(licence=row.licence)
    return _publish(request, f"{version.title}, Fassung {version.number}", form)


@pages.post(PUBLISH)
async def publish_version(
    request: Request,
    me: Coordinator,
    uow: Uow,
    questionnaire_id: UUID,
    questionnaire_version_id: UUID,
    form: Posted[PublishForm],
) -> Response:
    """From now on every office may take it over."""
    version = await questionnaires.version_of(
        uow.session, me.tenant, questionnaire_id, questionnaire_version_id
    )
    if form.value is None:
        return _publish(request, f"{version.title}, Fassung {version.number}", form)
    key = await use_cases.publish(uow, me, questionnaire_id, version.id, form.value)
    to = pages.address(request, "bibliothek", key)
    return pages.saved(request, "Veröffentlicht.", to=to)


def _publish(request: Request, called: str, form: Entered[Any]) -> Response:
    back = request.url.path.rpartition("/")[0]
    return pages.render(
        request,
        "kit/form.html",
        title="In die Bibliothek stellen",
        preline=called,
        lead="Alle Koordinierungsstellen können ihn dann lesen, übernehmen und anpassen.",
        button="Veröffentlichen",
        form=form,
        back=back,
        above=[(LIST, pages.address(request)), (called, back)],
    )


def _ask(request: Request, title: str, item_id: UUID, form: Entered[Any]) -> Response:
    return pages.confirm(
        request,
        f"„{title}“ zurückziehen?",
        "Wer ihn schon übernommen hat, behält ihn. Angeboten wird er nicht mehr.",
        button="Zurückziehen",
        form=form,
        back=pages.address(request, "bibliothek", item_id),
        final=False,
        above=_above(request),
    )


def _above(request: Request) -> list[tuple[str, str]]:
    return [
        (LIST, pages.address(request)),
        ("Bibliothek", pages.address(request, "bibliothek")),
    ]
