"""The page behind the link of a mail, and the one thing that its holder does there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from shared.context import Context, CurrentContext, Reading, Uow
from shared.links import LinkExpired, LinkKind
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.forms import Entered, Form, posted
from shared.web.kit.router import PageRouter

T = TypeVar("T")
F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class Behind(Generic[T]):
    """What a link shows now, asked in ``session``."""

    request: Request
    here: Context
    session: AsyncSession
    found: T


def offer_linked(
    pages: PageRouter,
    kind: LinkKind,
    form: type[F],
    *,
    find: Callable[[Context, AsyncSession, UUID], Awaitable[T | None]],
    show: Callable[[Behind[T], Entered[Any]], Awaitable[Response]],
    act: Callable[[Request, UnitOfWork, T, F], Awaitable[Response]],
    over: str,
) -> None:
    """Looking changes nothing, as programs that check links do; ``over`` where there is none."""

    async def opened(here: Context, session: AsyncSession, token: str) -> T | None:
        subject_id = await _open(here, kind, token)
        return None if subject_id is None else await find(here, session, subject_id)

    @pages.get(kind.route)
    async def look(
        token: str, request: Request, here: CurrentContext, session: Reading
    ) -> Response:
        found = await opened(here, session, token)
        if found is None:
            return pages.render(request, over, 410)
        return await show(Behind(request, here, session, found), form.empty())

    @pages.post(kind.route)
    async def answer(
        token: str,
        request: Request,
        here: CurrentContext,
        uow: Uow,
        entered: Annotated[Entered[Any], Depends(posted(form))],
    ) -> Response:
        found = await opened(here, uow.session, token)
        if found is None:
            return pages.render(request, over, 410)
        if entered.value is None:
            return await show(Behind(request, here, uow.session, found), entered)
        return await act(request, uow, found, entered.value)


async def _open(here: Context, kind: LinkKind, token: str) -> UUID | None:
    """What it is about, None where its time is over; raises ``LinkInvalid``."""
    try:
        return await here.links.open(kind, token)
    except LinkExpired:
        return None
