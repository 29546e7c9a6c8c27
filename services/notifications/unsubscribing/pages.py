"""The page behind the link, and what a mail program sends there (RFC 8058)."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Form, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.mails.values import Topic
from services.notifications.preferences import use_cases
from services.notifications.preferences.values import Mode
from services.notifications.recipients import queries as recipients
from services.notifications.unsubscribing import queries
from services.notifications.unsubscribing.values import ROUTE
from shared.context import Context, CurrentContext, Reading, Uow
from shared.links import LinkExpired
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)
OneClick = Annotated[str, Form(alias="List-Unsubscribe", max_length=40)]
Wanted = Annotated[Mode, Form(alias="mode")]


@pages.get(ROUTE)
async def show(token: str, request: Request, here: CurrentContext, session: Reading) -> Response:
    """Asks; nothing is done by looking, as programs that check links do."""
    found = await _opened(here, session, token)
    if found is None:
        return _over(request)
    _, topics, off = found
    return pages.render(request, "unsubscribe.html", topics=topics, off=off)


@pages.post(ROUTE)
async def choose(
    token: str,
    request: Request,
    here: CurrentContext,
    uow: Uow,
    one_click: OneClick = "",
    wanted: Wanted = Mode.OFF,
) -> Response:
    """The topics of one person; a mail program gets an empty page."""
    found = await _opened(here, uow.session, token)
    if found is None:
        return _over(request)
    person_id, topics, _ = found
    mode = Mode.OFF if one_click else wanted
    await use_cases.choose(uow, person_id, dict.fromkeys(topics, mode))
    return Response() if one_click else pages.saved(request)


async def _opened(
    here: Context, session: AsyncSession, token: str
) -> tuple[UUID, Sequence[Topic], bool] | None:
    """None where the link is over; raises ``LinkInvalid`` for what is no link of ours."""
    try:
        found = await queries.opened(session, here.links, token)
    except LinkExpired:
        return None
    return found if await recipients.is_known(session, found[0]) else None


def _over(request: Request) -> Response:
    return pages.render(request, "over.html", 410)
