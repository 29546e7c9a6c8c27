"""The forms around a standard of a chapter."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from services.surveys.framework import queries as framework
from services.surveys.framework.values import Chapter
from services.surveys.framework_standards import use_cases
from services.surveys.framework_standards.forms import RemoveForm, StandardForm
from shared.context import Reading, Uow
from shared.contracts.framework import CHAPTERS, FRAMEWORK
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=FRAMEWORK.removeprefix("/surveys"), audience=Coordinator)
STANDARDS = f"/{{framework_id}}/{CHAPTERS}/{{chapter_key}}/standards"
ONE = f"{STANDARDS}/{{standard_key}}"


@pages.get(f"{STANDARDS}/neu")
async def ask_for_standard(
    request: Request, me: Coordinator, session: Reading, framework_id: UUID, chapter_key: UUID
) -> Response:
    """A new one."""
    row = await framework.chapter(session, me.tenant, framework_id, chapter_key)
    return _form(request, row, "Neuer Standard", StandardForm.empty())


@pages.post(f"{STANDARDS}/neu")
async def add_standard(
    request: Request,
    me: Coordinator,
    uow: Uow,
    framework_id: UUID,
    chapter_key: UUID,
    form: Posted[StandardForm],
) -> Response:
    """The last one of its chapter."""
    row = await framework.chapter(uow.session, me.tenant, framework_id, chapter_key)
    if form.value is None:
        return _form(request, row, "Neuer Standard", form)
    await use_cases.add(uow, me, framework_id, chapter_key, form.value)
    return pages.saved(request, to=_chapter(request, row))


@pages.get(f"{ONE}/bearbeiten")
async def ask_for_wording(
    request: Request,
    me: Coordinator,
    session: Reading,
    framework_id: UUID,
    chapter_key: UUID,
    standard_key: UUID,
) -> Response:
    """As it is."""
    row = await framework.chapter(session, me.tenant, framework_id, chapter_key)
    form = StandardForm.filled(use_cases.shown(row, standard_key))
    return _form(request, row, "Standard bearbeiten", form)


@pages.post(f"{ONE}/bearbeiten")
async def change_standard(
    request: Request,
    me: Coordinator,
    uow: Uow,
    framework_id: UUID,
    chapter_key: UUID,
    standard_key: UUID,
    form: Posted[StandardForm],
) -> Response:
    """Whoever was slower sees both."""
    row = await framework.chapter(uow.session, me.tenant, framework_id, chapter_key)
    use_cases.one(row, standard_key)
    if form.value is None:
        return _form(request, row, "Standard bearbeiten", form)
    await use_cases.change(uow, me, framework_id, chapter_key, standard_key, form.value)
    return pages.saved(request, to=_chapter(request, row))


@pages.get(f"{ONE}/entfernen")
async def ask_to_remove_standard(
    request: Request,
    me: Coordinator,
    session: Reading,
    framework_id: UUID,
    chapter_key: UUID,
    standard_key: UUID,
) -> Response:
    """Ask first."""
    row = await framework.chapter(session, me.tenant, framework_id, chapter_key)
    return _ask(request, row, standard_key, RemoveForm.empty())


@pages.post(f"{ONE}/entfernen")
async def remove_standard(
    request: Request,
    me: Coordinator,
    uow: Uow,
    framework_id: UUID,
    chapter_key: UUID,
    standard_key: UUID,
    form: Posted[RemoveForm],
) -> Response:
    """From the text that is written."""
    row = await framework.chapter(uow.session, me.tenant, framework_id, chapter_key)
    if form.value is None:
        return _ask(request, row, standard_key, form)
    await use_cases.remove(uow, me, framework_id, chapter_key, standard_key)
    return pages.saved(request, "Der Standard ist entfernt.", to=_chapter(request, row))


def _form(request: Request, row: Chapter, title: str, form: Entered[Any]) -> Response:
    back = _chapter(request, row)
    above = [(row.title, back)]
    return pages.render(request, "kit/form.html", title=title, form=form, back=back, above=above)


def _ask(request: Request, row: Chapter, key: UUID, form: Entered[Any]) -> Response:
    return pages.confirm(
        request,
        "Standard entfernen?",
        f"„{use_cases.one(row, key).text}“ ist dann nicht mehr in diesem Text.",
        button="Entfernen",
        form=form,
        back=_chapter(request, row),
    )


def _chapter(request: Request, row: Chapter) -> str:
    return pages.address(request, row.version_id, CHAPTERS, row.key)
