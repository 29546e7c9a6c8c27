"""Forms of those who comment, and of the office that says what becomes of it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.framework import queries as framework
from services.surveys.framework.values import WRITTEN, Chapter
from services.surveys.framework_comments import queries, use_cases
from services.surveys.framework_comments.forms import (
    CommentForm,
    DecisionForm,
    ReplyForm,
    SupportForm,
)
from services.surveys.framework_comments.values import Comment
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.framework import CHAPTERS, FRAMEWORK
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator, Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=FRAMEWORK.removeprefix("/surveys"), audience=Network)
COMMENT = f"/{{framework_id}}/{CHAPTERS}/{{chapter_key}}/kommentieren"
ONE = "/{framework_id}/kommentare/{comment_id}"


@pages.get(COMMENT)
async def ask_for_comment(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    framework_id: UUID,
    chapter_key: UUID,
) -> Response:
    """On a chapter, or one of its standards."""
    chapter = await _commented(session, me, here, framework_id, chapter_key)
    return _comment(request, chapter, CommentForm.empty())


@pages.post(COMMENT)
async def comment(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    framework_id: UUID,
    chapter_key: UUID,
    form: Posted[CommentForm],
) -> Response:
    """Under one's name."""
    chapter = await _commented(uow.session, me, here, framework_id, chapter_key)
    if form.value is None:
        return _comment(request, chapter, form)
    made = await use_cases.comment(uow, me, framework_id, chapter_key, form.value)
    audit.about(request, made)
    return pages.saved(request, "Ihr Kommentar steht dabei.", to=_chapter(request, chapter))


@pages.post(f"{ONE}/unterstuetzen", dependencies=[looked])
async def support(
    request: Request,
    me: Network,
    uow: Uow,
    framework_id: UUID,
    comment_id: UUID,
    form: Posted[SupportForm],
) -> Response:
    """Once."""
    found = await queries.seen(uow.session, me, framework_id, comment_id)
    if form.value is None:
        return _answer(request, found, form, "Unterstützen")
    await use_cases.support(uow, me, framework_id, comment_id)
    return pages.saved(request, "Sie unterstützen das.", to=_of(request, framework_id, found))


@pages.get(f"{ONE}/antworten", dependencies=[looked])
async def ask_for_reply(
    request: Request, me: Network, session: Reading, framework_id: UUID, comment_id: UUID
) -> Response:
    """To one comment."""
    found = await queries.seen(session, me, framework_id, comment_id)
    return _answer(request, found, ReplyForm.empty(), "Auf Kommentar antworten")


@pages.post(f"{ONE}/antworten", dependencies=[looked])
async def reply(
    request: Request,
    me: Network,
    uow: Uow,
    framework_id: UUID,
    comment_id: UUID,
    form: Posted[ReplyForm],
) -> Response:
    """Under one's name."""
    found = await queries.seen(uow.session, me, framework_id, comment_id)
    if form.value is None:
        return _answer(request, found, form, "Auf Kommentar antworten")
    await use_cases.reply(uow, me, framework_id, comment_id, form.value.text)
    return pages.saved(request, to=_of(request, framework_id, found))


@pages.get(f"{ONE}/entscheiden", dependencies=[looked])
async def ask_for_decision(
    request: Request, me: Coordinator, session: Reading, framework_id: UUID, comment_id: UUID
) -> Response:
    """With what was said before."""
    found = await queries.seen(session, me, framework_id, comment_id)
    form = DecisionForm.filled(found) if found.decision else DecisionForm.empty()
    return _answer(request, found, form, "Antwort der Koordinierungsstelle")


@pages.post(f"{ONE}/entscheiden", dependencies=[looked])
async def decide(
    request: Request,
    me: Coordinator,
    uow: Uow,
    framework_id: UUID,
    comment_id: UUID,
    form: Posted[DecisionForm],
) -> Response:
    """Its author is told."""
    found = await queries.seen(uow.session, me, framework_id, comment_id)
    if form.value is None:
        return _answer(request, found, form, "Antwort der Koordinierungsstelle")
    await use_cases.decide(uow, me, framework_id, comment_id, form.value)
    return pages.saved(request, to=_of(request, framework_id, found))


async def _commented(
    session: AsyncSession, me: Me, here: CurrentContext, version_id: UUID, key: UUID
) -> Chapter:
    """The text that its readers have before them; raises ``NoResultFound``."""
    found = await framework.visible(session, me, version_id, here.clock.now())
    texts = await framework.chapters(session, me.tenant, found.id, WRITTEN)
    if not found.is_shown:
        raise NoResultFound
    return framework.among(texts, key)


def _comment(request: Request, chapter: Chapter, form: Entered[Any]) -> Response:
    choices = [(str(each.key), _short(each.text)) for each in chapter.standards]
    back = _chapter(request, chapter)
    return pages.render(
        request,
        "kit/form.html",
        title="Kapitel kommentieren",
        preline=chapter.title,
        form=replace(form, offered={"standard": choices}),
        back=back,
        above=[(chapter.title, back)],
    )


def _answer(request: Request, found: Comment, form: Entered[Any], title: str) -> Response:
    back = _of(request, found.version_id, found)
    return pages.render(
        request,
        "answer.html",
        title=title,
        comment=found,
        form=form,
        back=back,
        above=[("Kapitel", back)],
    )


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:88].rstrip()} …"


def _of(request: Request, version_id: UUID, found: Comment) -> str:
    return pages.address(request, version_id, CHAPTERS, found.chapter_key)


def _chapter(request: Request, chapter: Chapter) -> str:
    return pages.address(request, chapter.version_id, CHAPTERS, chapter.key)
