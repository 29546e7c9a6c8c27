"""The pages around things below another, such as quotas of a gathering: added, changed, gone.

Their addresses have two keys, of the thing above and of the one below. What is done leads back to
the page of the one above on which they stand.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Generic, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Path, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared.context import Reading, Uow
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.editing import TEMPLATE
from shared.web.kit.forms import Entered, Form, posted
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

F = TypeVar("F", bound=Form)


class Above(Protocol):
    """A row that has things below it."""

    @property
    def id(self) -> UUID: ...

    @property
    def title(self) -> str: ...


A = TypeVar("A", bound=Above)
Find = Callable[[AsyncSession, str, UUID, UUID], Awaitable[Any]]
"""One below, by tenant and both keys; raises ``NoResultFound``."""


@dataclass(frozen=True)
class Choice(Generic[A]):
    """What a ``field`` offers, which is left out where it is not ``needed`` and offers nothing."""

    field: str
    offered: Callable[[AsyncSession, A], Awaitable[Sequence[tuple[str, str]]]]
    needed: bool = True

    async def within(
        self, request: Request, session: AsyncSession, row: A, form: Entered[Any]
    ) -> Entered[Any]:
        """The form with it, which whoever is overtaken sees as well."""
        found = await self.offered(session, row)
        request.state.offered = {self.field: found}
        left_out = () if self.needed or found else (self.field,)
        return replace(form, offered=request.state.offered, left_out=left_out)


@dataclass(frozen=True)
class Farewell:
    """What is asked before something goes, and said when it is gone.

    ``final=False`` is for what may come back.
    """

    question: str
    consequence: str
    said: str
    button: str = "Entfernen"
    final: bool = True


@dataclass(frozen=True)
class Below(Generic[A]):
    """Things on a page ``called`` so, at ``home`` with ``{}`` for the key of the one above.

    ``called`` is empty where they stand on the page of the one above itself.
    """

    pages: PageRouter
    home: str
    called: str
    above: Callable[[AsyncSession, str, UUID], Awaitable[A]]

    def offer_new(
        self,
        path: str,
        title: str,
        form: type[F],
        add: Callable[[UnitOfWork, Me, UUID, F], Awaitable[Any]],
        choice: Choice[A] | None = None,
    ) -> None:
        """An empty form; ``choice`` is among what it offers. Comes before pages of one below."""
        [of] = _keys(path)

        @self.pages.get(path)
        async def ask(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            session: Reading,
            key: Annotated[UUID, Path(alias=of)],
        ) -> Response:
            row = await self.above(session, me.tenant, key)
            return await self._show(request, session, row, title, form.empty(), choice)

        @self.pages.post(path)
        async def store(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            uow: Uow,
            key: Annotated[UUID, Path(alias=of)],
            entered: Annotated[Entered[Any], Depends(posted(form))],
        ) -> Response:
            row = await self.above(uow.session, me.tenant, key)
            if entered.value is None:
                return await self._show(request, uow.session, row, title, entered, choice)
            await add(uow, me, key, entered.value)
            return self.pages.saved(request, to=self.home.format(key))

    def offer_change(
        self,
        path: str,
        title: str,
        form: type[F],
        find: Find,
        change: Callable[[UnitOfWork, Me, UUID, UUID, F], Awaitable[Any]],
        choice: Choice[A] | None = None,
        *,
        empty: bool = False,
    ) -> None:
        """A form with what ``find`` returns, or an ``empty`` one that adds something to it."""
        of, one = _keys(path)

        @self.pages.get(path)
        async def ask(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            session: Reading,
            key: Annotated[UUID, Path(alias=of)],
            below: Annotated[UUID, Path(alias=one)],
        ) -> Response:
            row = await self.above(session, me.tenant, key)
            found = await find(session, me.tenant, key, below)
            entered = form.empty() if empty else form.filled(found)
            return await self._show(request, session, row, title, entered, choice)

        @self.pages.post(path)
        async def store(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            uow: Uow,
            key: Annotated[UUID, Path(alias=of)],
            below: Annotated[UUID, Path(alias=one)],
            entered: Annotated[Entered[Any], Depends(posted(form))],
        ) -> Response:
            row = await self.above(uow.session, me.tenant, key)
            await find(uow.session, me.tenant, key, below)
            if choice:
                entered = await choice.within(request, uow.session, row, entered)
            if entered.value is None:
                return await self._show(request, uow.session, row, title, entered, None)
            await change(uow, me, key, below, entered.value)
            return self.pages.saved(request, to=self.home.format(key))

    def offer_removal(
        self,
        path: str,
        farewell: Farewell,
        form: type[Form],
        find: Find,
        remove: Callable[[UnitOfWork, Me, UUID, UUID], Awaitable[Any]],
    ) -> None:
        """A question; ``form`` says in German what ``remove`` may refuse."""
        of, one = _keys(path)

        @self.pages.get(path)
        async def ask(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            session: Reading,
            key: Annotated[UUID, Path(alias=of)],
            below: Annotated[UUID, Path(alias=one)],
        ) -> Response:
            await find(session, me.tenant, key, below)
            return self._question(request, key, farewell, form.empty())

        @self.pages.post(path)
        async def end(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            uow: Uow,
            key: Annotated[UUID, Path(alias=of)],
            below: Annotated[UUID, Path(alias=one)],
            entered: Annotated[Entered[Any], Depends(posted(form))],
        ) -> Response:
            await find(uow.session, me.tenant, key, below)
            if entered.value is None:
                return self._question(request, key, farewell, entered)
            await remove(uow, me, key, below)
            return self.pages.saved(request, farewell.said, to=self.home.format(key))

    def offer_button(
        self, path: str, act: Callable[[UnitOfWork, Me, UUID, UUID], Awaitable[Any]]
    ) -> None:
        """Done without a question, and without a word."""
        of, one = _keys(path)

        @self.pages.post(path)
        async def press(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            uow: Uow,
            key: Annotated[UUID, Path(alias=of)],
            below: Annotated[UUID, Path(alias=one)],
        ) -> Response:
            await act(uow, me, key, below)
            return self.pages.saved(request, to=self.home.format(key))

    def _question(
        self, request: Request, key: UUID, farewell: Farewell, form: Entered[Any]
    ) -> Response:
        return self.pages.confirm(
            request,
            farewell.question,
            farewell.consequence,
            button=farewell.button,
            form=form,
            back=self.home.format(key),
            final=farewell.final,
        )

    async def _show(
        self,
        request: Request,
        session: AsyncSession,
        row: A,
        title: str,
        form: Entered[Any],
        choice: Choice[A] | None,
    ) -> Response:
        form = await choice.within(request, session, row, form) if choice else form
        home = self.home.format(row.id)
        above = [(row.title, home)]
        if self.called:
            above = [(row.title, home.rpartition("/")[0]), (self.called, home)]
        return self.pages.render(request, TEMPLATE, title=title, form=form, back=home, above=above)


def _keys(path: str) -> list[str]:
    return re.findall(r"{(\w+)}", path)
