"""The framework concept as the network reads it, and as the office writes it."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.ballots import queries as ballots
from services.surveys.ballots.values import RULE
from services.surveys.framework import queries, use_cases
from services.surveys.framework.forms import ChapterForm, StepForm, UntilForm
from services.surveys.framework.values import Round, VersionState
from services.surveys.framework_comments import queries as comments
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.accounts import AccessRole
from shared.contracts.framework import CHAPTERS, FRAMEWORK
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator, Network
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=FRAMEWORK.removeprefix("/surveys"), audience=Network)
VERSION = "/{framework_id}"
CHAPTER = f"{VERSION}/{CHAPTERS}/{{chapter_key}}"
FORM = "kit/form.html"


@pages.get("")
async def show_framework(
    request: Request, me: Network, here: CurrentContext, session: Reading
) -> Response:
    """What is valid, what is worked on, and what was."""
    return await _overview(request, me, here, session, StepForm.empty())


@pages.post("/neu")
async def begin_version(
    request: Request, me: Coordinator, here: CurrentContext, uow: Uow, form: Posted[StepForm]
) -> Response:
    """With the texts of the last one."""
    if form.value is None:
        return await _overview(request, me, here, uow.session, form)
    row = await use_cases.begin(uow, me)
    audit.about(request, row.id)
    return pages.saved(request, "Die Fassung ist angelegt.", to=pages.address(request, row.id))


@pages.get(VERSION)
async def show_version(
    request: Request, me: Network, here: CurrentContext, session: Reading, framework_id: UUID
) -> Response:
    """One version, as far as it has come."""
    found = await queries.visible(session, me, framework_id, here.clock.now())
    known = await ballots.ballots(session, me.tenant, framework_id)
    return pages.render(
        request,
        "version.html",
        round=found,
        chapters=await queries.readable(session, me, found),
        counts=await comments.counts(session, me.tenant, framework_id),
        waiting=await comments.open_requests(session, me.tenant, framework_id),
        ballots=known,
        own=await ballots.own(session, me, framework_id) if known else {},
        entitled=bool(known) and await ballots.is_entitled(session, me, framework_id),
        outcomes=await ballots.outcomes(session, me.tenant, framework_id),
        rule=RULE,
        office=_is_office(me),
    )


@pages.get(f"{VERSION}/{CHAPTERS}/neu")
async def ask_for_chapter(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, framework_id: UUID
) -> Response:
    """The last one of a draft."""
    found = await queries.visible(session, me, framework_id, here.clock.now())
    return _form(request, found, "Neues Kapitel", ChapterForm.empty())


@pages.post(f"{VERSION}/{CHAPTERS}/neu")
async def add_chapter(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    framework_id: UUID,
    form: Posted[ChapterForm],
) -> Response:
    """Its standards come next."""
    found = await queries.visible(uow.session, me, framework_id, here.clock.now())
    if form.value is None:
        return _form(request, found, "Neues Kapitel", form)
    key = await use_cases.add_chapter(uow, me, framework_id, form.value)
    return pages.saved(request, to=pages.address(request, framework_id, CHAPTERS, key))


@pages.get(CHAPTER, dependencies=[looked])
async def show_chapter(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    framework_id: UUID,
    chapter_key: UUID,
) -> Response:
    """Its text, what was said of it, and the vote on it."""
    found = await queries.visible(session, me, framework_id, here.clock.now())
    chapters = await queries.readable(session, me, found)
    chapter = queries.among(chapters, chapter_key)
    known = await ballots.ballots(session, me.tenant, framework_id)
    outcomes = await ballots.outcomes(session, me.tenant, framework_id)
    return pages.render(
        request,
        "chapter.html",
        round=found,
        chapter=chapter,
        chapters=chapters,
        comments=await comments.of_chapter(session, me, framework_id, chapter_key),
        ballot=known.get(chapter_key),
        own=(await ballots.own(session, me, framework_id)).get(chapter_key) if known else None,
        entitled=bool(known) and await ballots.is_entitled(session, me, framework_id),
        outcome=next((each for each in outcomes if each.chapter_key == chapter_key), None),
        office=_is_office(me),
        above=_above(request, found),
    )


@pages.get(f"{CHAPTER}/bearbeiten")
async def ask_for_text(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    framework_id: UUID,
    chapter_key: UUID,
) -> Response:
    """Its newest text."""
    found = await queries.visible(session, me, framework_id, here.clock.now())
    row = await queries.chapter(session, me.tenant, framework_id, chapter_key)
    return _form(request, found, "Kapitel bearbeiten", ChapterForm.filled(row), chapter_key)


@pages.post(f"{CHAPTER}/bearbeiten")
async def write_text(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    framework_id: UUID,
    chapter_key: UUID,
    form: Posted[ChapterForm],
) -> Response:
    """Whoever was slower sees both."""
    found = await queries.visible(uow.session, me, framework_id, here.clock.now())
    await queries.chapter(uow.session, me.tenant, framework_id, chapter_key)
    if form.value is None:
        return _form(request, found, "Kapitel bearbeiten", form, chapter_key)
    await use_cases.write_chapter(uow, me, framework_id, chapter_key, form.value)
    return pages.saved(request, to=pages.address(request, framework_id, CHAPTERS, chapter_key))


@pages.get(f"{CHAPTER}/entfernen")
async def ask_to_remove_chapter(
    request: Request, me: Coordinator, session: Reading, framework_id: UUID, chapter_key: UUID
) -> Response:
    """Ask first."""
    row = await queries.chapter(session, me.tenant, framework_id, chapter_key)
    return _ask_to_remove(request, row.title, StepForm.empty())


@pages.post(f"{CHAPTER}/entfernen")
async def remove_chapter(
    request: Request,
    me: Coordinator,
    uow: Uow,
    framework_id: UUID,
    chapter_key: UUID,
    form: Posted[StepForm],
) -> Response:
    """From a draft."""
    row = await queries.chapter(uow.session, me.tenant, framework_id, chapter_key)
    if form.value is None:
        return _ask_to_remove(request, row.title, form)
    await use_cases.remove_chapter(uow, me, framework_id, chapter_key)
    to = pages.address(request, framework_id)
    return pages.saved(request, "Das Kapitel ist entfernt.", to=to)


@pages.get(f"{VERSION}/kommentierung")
async def ask_for_round(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, framework_id: UUID
) -> Response:
    """Until when."""
    found = await queries.visible(session, me, framework_id, here.clock.now())
    return _round(request, found, UntilForm.empty())


@pages.post(f"{VERSION}/kommentierung")
async def open_round(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    framework_id: UUID,
    form: Posted[UntilForm],
) -> Response:
    """The texts stay as they are from now on."""
    if form.value is None:
        found = await queries.visible(uow.session, me, framework_id, here.clock.now())
        return _round(request, found, form)
    await use_cases.open_comments(uow, me, framework_id, form.value.last_day)
    text = "Die Kommentierung läuft. Alle, die mitarbeiten, bekommen eine Mail."
    return pages.saved(request, text, to=pages.address(request, framework_id))


async def _overview(
    request: Request, me: Me, here: Context, session: AsyncSession, form: Entered[Any]
) -> Response:
    rows = await queries.versions(session, me.tenant)
    seen = [queries.seen(each, here.clock.now()) for each in rows]
    office = _is_office(me)
    return pages.render(
        request,
        "framework.html",
        valid=await queries.adopted(session, me.tenant),
        rounds=[each for each in seen if office or each.is_shown],
        free=not rows or rows[0].state is VersionState.ADOPTED,
        office=office,
        tenant=me.tenant,
        step=form,
    )


def _form(
    request: Request, found: Round, title: str, form: Entered[Any], key: UUID | None = None
) -> Response:
    back = pages.address(request, found.id, *((CHAPTERS, key) if key else ()))
    above = _above(request, found)
    return pages.render(request, FORM, title=title, form=form, back=back, above=above)


def _round(request: Request, found: Round, form: Entered[Any]) -> Response:
    back, above = pages.address(request, found.id), _above(request, found)
    return pages.render(request, "round.html", form=form, back=back, above=above)


def _ask_to_remove(request: Request, title: str, form: Entered[Any]) -> Response:
    return pages.confirm(
        request,
        "Kapitel entfernen?",
        f"„{title}“ mit seinen Standards ist dann nicht mehr in diesem Entwurf.",
        button="Entfernen",
        form=form,
    )


def _above(request: Request, found: Round) -> list[tuple[str, str]]:
    return [(f"Fassung {found.number}", pages.address(request, found.id))]


def _is_office(me: Me) -> bool:
    return me.role is AccessRole.COORDINATOR
