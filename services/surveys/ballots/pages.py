"""Opening a vote, and voting."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.ballots import queries, use_cases
from services.surveys.ballots.forms import OpenForm, VoteForm
from services.surveys.ballots.values import RULE
from services.surveys.framework import queries as framework
from services.surveys.framework.values import Chapter, Round
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.framework import CHAPTERS, FRAMEWORK
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator, Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=FRAMEWORK.removeprefix("/surveys"), audience=Network)
VOTE = f"/{{framework_id}}/{CHAPTERS}/{{chapter_key}}/abstimmen"


@pages.get("/{framework_id}/abstimmung")
async def ask_for_vote(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, framework_id: UUID
) -> Response:
    """Until when."""
    found = await framework.visible(session, me, framework_id, here.clock.now())
    return _open(request, found, OpenForm.empty())


@pages.post("/{framework_id}/abstimmung")
async def open_vote(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    framework_id: UUID,
    form: Posted[OpenForm],
) -> Response:
    """On each text as it is."""
    if form.value is None:
        found = await framework.visible(uow.session, me, framework_id, here.clock.now())
        return _open(request, found, form)
    await use_cases.open_vote(uow, me, framework_id, form.value)
    text = "Die Abstimmung läuft. Alle, die abstimmen dürfen, bekommen eine Mail."
    return pages.saved(request, text, to=pages.address(request, framework_id))


@pages.get(VOTE)
async def ask_for_choice(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    framework_id: UUID,
    chapter_key: UUID,
) -> Response:
    """With what they have said before."""
    found, chapter = await _read(session, me, here, framework_id, chapter_key)
    before = (await queries.own(session, me, framework_id)).get(chapter_key)
    known = {"choice": before.choice, "reason": before.reason} if before else {}
    form = VoteForm.empty(sha256=chapter.sha256, **known)
    return _vote(request, found, chapter, form)


@pages.post(VOTE)
async def vote(
    request: Request,
    me: Network,
    here: CurrentContext,
    uow: Uow,
    framework_id: UUID,
    chapter_key: UUID,
    form: Posted[VoteForm],
) -> Response:
    """And on to the next chapter that waits."""
    found, chapter = await _read(uow.session, me, here, framework_id, chapter_key)
    if form.value is None:
        return _vote(request, found, chapter, form)
    await use_cases.vote(uow, me, framework_id, chapter_key, form.value)
    following = await queries.next_open(uow.session, me, framework_id, chapter_key)
    to = pages.address(request, framework_id)
    if following is not None:
        to = pages.address(request, framework_id, CHAPTERS, following, "abstimmen")
    text = "Ihre Stimme ist gespeichert. Bis zum Ende können Sie sie ändern."
    return pages.saved(request, text, to=to)


async def _read(
    session: AsyncSession, me: Me, here: CurrentContext, version_id: UUID, key: UUID
) -> tuple[Round, Chapter]:
    """Raises ``NoResultFound``."""
    found = await framework.visible(session, me, version_id, here.clock.now())
    texts = await framework.chapters(session, me.tenant, version_id, found.edition)
    return found, framework.among(texts, key)


def _open(request: Request, found: Round, form: Entered[Any]) -> Response:
    return pages.render(
        request,
        "open_vote.html",
        form=form,
        rule=RULE,
        back=pages.address(request, found.id),
        above=_above(request, found),
    )


def _vote(request: Request, found: Round, chapter: Chapter, form: Entered[Any]) -> Response:
    return pages.render(
        request,
        "vote.html",
        round=found,
        chapter=chapter,
        form=form,
        rule=RULE,
        back=pages.address(request, found.id, CHAPTERS, chapter.key),
        above=_above(request, found),
    )


def _above(request: Request, found: Round) -> list[tuple[str, str]]:
    return [(f"Fassung {found.number}", pages.address(request, found.id))]
