"""The pages around a form that adds a row or changes one, at the same addresses everywhere.

What the form cannot know, the work below refuses by ``Problem``: the router shows it at its field.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow, context_of
from shared.messaging.unit_of_work import UnitOfWork
from shared.web import audit
from shared.web.idempotency import PURPOSE, REUSED, Exactly
from shared.web.kit.forms import Entered, Form, posted
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem
from shared.web.sessions.person import Me

F = TypeVar("F", bound=Form)
Offered = Mapping[str, Sequence[tuple[str, str]]]
Offering = Callable[[AsyncSession, Me, date], Awaitable[Offered]]
"""Values and words by field that are known only when the page is made, on which day it is."""
TEMPLATE, SAVE = "kit/form.html", "Speichern"
USED = (
    "Von diesem Formular ist schon etwas gespeichert. Wenn Sie auch dies anlegen möchten, senden"
    " Sie es bitte noch einmal."
)


class Stored(Protocol):
    """A row that has a page."""

    @property
    def id(self) -> UUID: ...


class _Added(BaseModel):
    """What is kept of a form that was sent: the page of what it added."""

    address: str


def offer_new(
    pages: PageRouter,
    title: str,
    form: type[F],
    add: Callable[[UnitOfWork, Me, F], Awaitable[Stored]],
    offering: Offering | None = None,
    button: str = SAVE,
    known: Callable[[Request], Mapping[str, Any]] = lambda _: {},
) -> None:
    """A form with what is ``known`` at ``/neu``, then the row's page, which comes after it."""
    show = partial(_new, pages, title, button)

    @pages.get("/neu")
    async def ask(request: Request, me: Annotated[Me, pages.asked], session: Reading) -> Response:
        return show(
            request, await _with(offering, request, session, me, form.empty(**known(request)))
        )

    @pages.post("/neu")
    async def store(
        request: Request,
        me: Annotated[Me, pages.asked],
        here: CurrentContext,
        uow: Uow,
        entered: Annotated[Entered[Any], Depends(posted(form))],
    ) -> Response:
        entered = await _with(offering, request, uow.session, me, entered)
        if (value := entered.value) is None:
            return show(request, entered)

        work = partial(_add, pages, request, partial(add, uow, me, value))
        try:
            exactly = _exactly(request, here, uow, me, entered)
            done = await exactly.once(value, work, attrgetter("address"), 303)
        except Problem as problem:
            if problem.code == REUSED:
                return show(request, replace(entered.refused("", USED), key=""))
            raise
        return pages.saved(request, to=done.headers["location"])


async def _add(pages: PageRouter, request: Request, add: Callable[[], Awaitable[Stored]]) -> _Added:
    added = await add()
    audit.about(request, added.id)
    return _Added(address=pages.address(request, added.id))


def _new(
    pages: PageRouter, title: str, button: str, request: Request, form: Entered[Any]
) -> Response:
    back = pages.address(request)
    form = form.keyed()
    return pages.render(request, TEMPLATE, title=title, button=button, form=form, back=back)


async def _with(
    offering: Offering | None,
    request: Request,
    session: AsyncSession,
    me: Me,
    entered: Entered[Any],
) -> Entered[Any]:
    """The form with what it offers, which whoever is overtaken sees as well."""
    if offering is None:
        return entered
    today = local_date(context_of(request).clock.now())
    request.state.offered = await offering(session, me, today)
    return replace(entered, offered=request.state.offered)


def _exactly(
    request: Request, here: Context, uow: UnitOfWork, me: Me, entered: Entered[Any]
) -> Exactly:
    what = f"POST {request.url.path}"
    return Exactly(uow, here.key(PURPOSE), what, me.caller, entered.keyed().key)


def offer_edit(
    pages: PageRouter,
    title: str,
    form: type[F],
    find: Callable[[AsyncSession, str, UUID], Awaitable[Any]],
    change: Callable[[UnitOfWork, Me, UUID, F], Awaitable[Any]],
    offering: Offering | None = None,
) -> None:
    """A form with what ``find`` returns at ``/{key}/bearbeiten``; then the page of it."""

    def show(request: Request, key: UUID, entered: Entered[F]) -> Response:
        back = pages.address(request, key)
        return pages.render(request, TEMPLATE, title=title, form=entered, back=back)

    @pages.get("/{key}/bearbeiten")
    async def ask(
        request: Request, me: Annotated[Me, pages.asked], session: Reading, key: UUID
    ) -> Response:
        filled = form.filled(await find(session, me.tenant, key))
        return show(request, key, await _with(offering, request, session, me, filled))

    @pages.post("/{key}/bearbeiten")
    async def store(
        request: Request,
        me: Annotated[Me, pages.asked],
        uow: Uow,
        key: UUID,
        entered: Annotated[Entered[Any], Depends(posted(form))],
    ) -> Response:
        entered = await _with(offering, request, uow.session, me, entered)
        if entered.value is None:
            return show(request, key, entered)
        await change(uow, me, key, entered.value)
        return pages.saved(request, to=pages.address(request, key))
