"""The pages around things below another, such as the lines of a list: added, changed, gone.

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
from shared.web.kit.router import SAVED, PageRouter
from shared.web.sessions.person import Me

F = TypeVar("F", bound=Form)


class Above(Protocol):
    """A row that has things below it."""

    @property
    def id(self) -> UUID: ...

    @property
    def title(self) -> str: ...


A = TypeVar("A", bound=Above)
Keys = tuple[UUID, ...]
Find = Callable[..., Awaitable[Any]]
"""One below, by session, tenant and both keys; raises ``NoResultFound``."""


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

    ``final=False`` is for what may come back; a ``question`` may name what ``find`` returned.
    """

    question: str | Callable[[Any], str]
    consequence: str
    said: str
    button: str = "Entfernen"
    final: bool = True


@dataclass(frozen=True)
class _Sheet(Generic[A]):
    path: str
    title: str
    form: type[Form]
    choice: Choice[A] | None
    find: Find | None = None
    empty: bool = True


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
        self._offer(_Sheet(path, title, form, choice), add)

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
        self._offer(_Sheet(path, title, form, choice, find, empty), change)

    def offer_removal(
        self,
        path: str,
        farewell: Farewell,
        form: type[Form],
        find: Find,
        remove: Callable[..., Awaitable[Any]],
    ) -> None:
        """A question; ``form`` says in German what ``remove`` may refuse."""
        keys = _keys(path)

        @self.pages.get(path)
        async def ask(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            session: Reading,
            keys: Annotated[Keys, Depends(keys)],
        ) -> Response:
            found = await find(session, me.tenant, *keys)
            return self._question(request, keys[0], farewell, found, form.empty())

        @self.pages.post(path)
        async def end(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            uow: Uow,
            keys: Annotated[Keys, Depends(keys)],
            entered: Annotated[Entered[Any], Depends(posted(form))],
        ) -> Response:
            found = await find(uow.session, me.tenant, *keys)
            if entered.value is None:
                return self._question(request, keys[0], farewell, found, entered)
            await remove(uow, me, *keys)
            return self.pages.saved(request, farewell.said, to=self.home.format(keys[0]))

    def offer_button(
        self, path: str, act: Callable[..., Awaitable[Any]], said: str = SAVED
    ) -> None:
        """Done without a question; ``act`` is given the keys that ``path`` has."""

        @self.pages.post(path)
        async def press(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            uow: Uow,
            keys: Annotated[Keys, Depends(_keys(path))],
        ) -> Response:
            await act(uow, me, *keys)
            return self.pages.saved(request, said, to=self.home.format(keys[0]))

    def _offer(self, sheet: _Sheet[A], store: Callable[..., Awaitable[Any]]) -> None:
        keys, find, choice = _keys(sheet.path), sheet.find, sheet.choice

        @self.pages.get(sheet.path)
        async def ask(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            session: Reading,
            keys: Annotated[Keys, Depends(keys)],
        ) -> Response:
            row = await self.above(session, me.tenant, keys[0])
            found = await find(session, me.tenant, *keys) if find else None
            entered = sheet.form.empty() if sheet.empty else sheet.form.filled(found)
            if choice:
                entered = await choice.within(request, session, row, entered)
            return self._show(request, row, sheet.title, entered)

        @self.pages.post(sheet.path)
        async def save(
            request: Request,
            me: Annotated[Me, self.pages.asked],
            uow: Uow,
            keys: Annotated[Keys, Depends(keys)],
            entered: Annotated[Entered[Any], Depends(posted(sheet.form))],
        ) -> Response:
            row = await self.above(uow.session, me.tenant, keys[0])
            if find:
                await find(uow.session, me.tenant, *keys)
            if choice:
                entered = await choice.within(request, uow.session, row, entered)
            if entered.value is None:
                return self._show(request, row, sheet.title, entered)
            await store(uow, me, *keys, entered.value)
            return self.pages.saved(request, to=self.home.format(keys[0]))

    def _question(
        self, request: Request, key: UUID, farewell: Farewell, found: Any, form: Entered[Any]
    ) -> Response:
        asked = farewell.question
        return self.pages.confirm(
            request,
            asked if isinstance(asked, str) else asked(found),
            farewell.consequence,
            button=farewell.button,
            form=form,
            back=self.home.format(key),
            final=farewell.final,
        )

    def _show(self, request: Request, row: A, title: str, form: Entered[Any]) -> Response:
        home = self.home.format(row.id)
        above = [(row.title, home)]
        if self.called:
            above = [(row.title, home.rpartition("/")[0]), (self.called, home)]
        return self.pages.render(request, TEMPLATE, title=title, form=form, back=home, above=above)


def _keys(path: str) -> Callable[..., Keys]:
    """Those of an address, of the thing above first."""
    of, *one = re.findall(r"{(\w+)}", path)
    if not one:

        def alone(key: Annotated[UUID, Path(alias=of)]) -> Keys:
            return (key,)

        return alone

    def both(
        key: Annotated[UUID, Path(alias=of)], below: Annotated[UUID, Path(alias=one[0])]
    ) -> Keys:
        return (key, below)

    return both
