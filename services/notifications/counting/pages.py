"""The number as it changes; for whoever asks, because a browser complains of any refusal."""

import asyncio
from collections.abc import AsyncGenerator

import anyio
from fastapi import Request
from sse_starlette import ServerSentEvent

from services.notifications.counting import queries
from services.notifications.counting.use_cases import watching
from services.notifications.inbox.values import INBOX
from shared.context import Context, CurrentContext
from shared.web.audience import address_of
from shared.web.audit import acts
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.sessions.cookies import is_arriving
from shared.web.sessions.person import SignedIn, signed_in_still
from shared.web.streams import SeatedStream

HEARTBEAT_SECONDS = 15
SEND_SECONDS = 30
GRACE_SECONDS = 1.0
PAUSE_SECONDS = 0.5
"""Between two counts for one reader, whatever happens meanwhile."""
SIGNED_OUT = "signed-out"

pages = PageRouter(__package__, prefix=INBOX.removeprefix("/notifications"), audience=Anybody)


@pages.get("/strom", response_model=None)
async def stream_unread(request: Request, here: CurrentContext) -> SeatedStream:
    """How many are unread, again whenever that changes; the end, once nobody is signed in."""
    shutdown = anyio.Event()
    return SeatedStream(
        watching(here.database).seats,
        address_of(request),
        _said(request, here, shutdown),
        ping=HEARTBEAT_SECONDS,
        send_timeout=SEND_SECONDS,
        shutdown_event=shutdown,
        shutdown_grace_period=GRACE_SECONDS,
    )


async def _said(request: Request, here: Context, shutdown: anyio.Event) -> AsyncGenerator[bytes]:
    with watching(here.database).one() as watcher:
        changed = watcher.changed
        ending, before = asyncio.create_task(_end(changed, shutdown)), None
        try:
            while not shutdown.is_set():
                changed.clear()
                someone = await signed_in_still(request)
                if someone is not None:
                    watcher.tenant = queries.shown_to(someone)
                    number = await _unread(request, here, someone)
                    if number != before:
                        yield ServerSentEvent(str(number)).encode()
                    before = number
                elif not is_arriving(request):
                    yield ServerSentEvent("", event=SIGNED_OUT).encode()
                    return
                await asyncio.sleep(PAUSE_SECONDS)
                if someone is not None:
                    await changed.wait()
        finally:
            ending.cancel()


async def _unread(request: Request, here: Context, someone: SignedIn) -> int:
    acts(request, someone.acting(someone.chosen))
    async with here.database.reading() as session:
        return await queries.unread(session, someone, here)


async def _end(changed: asyncio.Event, shutdown: anyio.Event) -> None:
    await shutdown.wait()
    changed.set()
