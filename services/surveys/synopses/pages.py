"""The synopsis of a version, and the act that makes the new text."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.surveys.framework import queries as framework
from services.surveys.framework_comments import queries as comments
from services.surveys.synopses import queries, use_cases
from services.surveys.synopses.forms import StepForm
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.framework import FRAMEWORK
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.exports import attachment
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator, Network
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=FRAMEWORK.removeprefix("/surveys"), audience=Network)
SYNOPSIS = "/{framework_id}/synopse"


@pages.get(SYNOPSIS, dependencies=[looked])
async def show_synopsis(
    request: Request, me: Network, here: CurrentContext, session: Reading, framework_id: UUID
) -> Response:
    """Old text, comments, replies, new text."""
    found = await framework.visible(session, me, framework_id, here.clock.now())
    return pages.render(
        request,
        "synopsis.html",
        round=found,
        chapters=await queries.of_version(session, me, found),
        above=[(f"Fassung {found.number}", pages.address(request, framework_id))],
    )


@pages.get(f"{SYNOPSIS}/datei")
async def save_synopsis(
    request: Request, me: Network, here: CurrentContext, session: Reading, framework_id: UUID
) -> Response:
    """The same as a file."""
    found = await framework.visible(session, me, framework_id, here.clock.now())
    content = await queries.file_of(session, me, found)
    await audit.record_apart(request, audit.EXPORT)
    headers = attachment(request, "synopse", "pdf")
    return Response(content, headers=headers, media_type="application/pdf")


@pages.get("/{framework_id}/zusammenfuehren")
async def ask_to_consolidate(
    request: Request, me: Coordinator, session: Reading, framework_id: UUID
) -> Response:
    """Once every request has its reply."""
    await framework.one(session, me.tenant, framework_id)
    missing = await comments.unanswered(session, me.tenant, framework_id)
    return _consolidate(request, missing, StepForm.empty())


@pages.post("/{framework_id}/zusammenfuehren")
async def consolidate(
    request: Request, me: Coordinator, uow: Uow, framework_id: UUID, form: Posted[StepForm]
) -> Response:
    """The texts to vote on stand."""
    if form.value is None:
        missing = await comments.unanswered(uow.session, me.tenant, framework_id)
        return _consolidate(request, missing, form)
    await use_cases.consolidate(uow, me, framework_id)
    text = "Der neue Text steht. Die Synopse zeigt, was aus den Kommentaren wurde."
    return pages.saved(request, text, to=pages.address(request, framework_id))


@pages.get("/{framework_id}/ueberarbeiten")
async def ask_to_write_again(
    request: Request, me: Coordinator, session: Reading, framework_id: UUID
) -> Response:
    """While no vote is opened."""
    await framework.one(session, me.tenant, framework_id)
    return _again(request, StepForm.empty())


@pages.post("/{framework_id}/ueberarbeiten")
async def write_again(
    request: Request, me: Coordinator, uow: Uow, framework_id: UUID, form: Posted[StepForm]
) -> Response:
    """Back to the replies."""
    if form.value is None:
        return _again(request, form)
    await use_cases.undo(uow, me, framework_id)
    text = "Sie können die Kapitel noch einmal bearbeiten."
    return pages.saved(request, text, to=pages.address(request, framework_id))


def _consolidate(request: Request, missing: int, form: Entered[Any]) -> Response:
    text = "Aus den Kommentaren und Ihren Änderungen wird der Text, über den abgestimmt wird."
    if missing:
        text = f"Noch ohne Antwort: {missing}. Erst wenn jeder Änderungswunsch eine hat, geht es."
    return pages.confirm(
        request,
        "Kommentare und Text zusammenführen?",
        text,
        button="Zusammenführen",
        form=form,
        final=False,
    )


def _again(request: Request, form: Entered[Any]) -> Response:
    return pages.confirm(
        request,
        "Noch einmal überarbeiten?",
        "Die neuen Texte sind dann wieder in Arbeit; danach führen Sie sie noch einmal zusammen.",
        button="Überarbeiten",
        form=form,
        final=False,
    )
