"""The events for people: a list that fills by itself, and the stream behind it."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID
from weakref import WeakKeyDictionary

import anyio
from fastapi import Header, Query, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from services.dashboard.events.queries import following, last_position, municipalities, newest
from services.dashboard.events.rules import PHRASES
from services.dashboard.events.schemas import EventFilter, EventSearch, EventStream, EventView
from services.dashboard.events.values import CHANNEL, LANES, DescribedEvent
from services.dashboard.stream.queries import standings
from services.dashboard.stream.use_cases import Hub, Watcher
from shared.context import Context, CurrentContext, Reading
from shared.contracts.accounts import AccessRole
from shared.messaging.database import Database
from shared.web.audience import address_of
from shared.web.kit.person import InSight, Office
from shared.web.kit.router import PageRouter
from shared.web.sessions.handlers import SIGN_INS
from shared.web.streams import SeatedStream

PER_PAGE = 50
BATCH = 200
HEARTBEAT_SECONDS = 15
SEND_SECONDS = 30
GRACE_SECONDS = 1.0
RETRY_MILLISECONDS = 1500

pages = PageRouter(__package__, prefix="/ereignisse", audience=Office)
_row = pages.templates.get_template("row.html")


@dataclass(frozen=True)
class Frame:
    """An event as it goes over the wire, made once for everybody who watches."""

    described: DescribedEvent
    html: bytes
    json: bytes

    @property
    def position(self) -> int:
        """The event's id in the stream."""
        return self.described.position

    @classmethod
    def of(cls, described: DescribedEvent) -> "Frame":
        html = _row.render(described=described)
        view = EventView.of(described.event, described.description.words).model_dump_json()
        return cls(
            described, _encoded(described.position, html), _encoded(described.position, view)
        )


_hubs: WeakKeyDictionary[Database, Hub[Frame]] = WeakKeyDictionary()


def hub_of(database: Database) -> Hub[Frame]:
    """The hub of the service that owns this database."""
    return _hubs.setdefault(database, Hub())


async def broadcast(here: Context) -> None:
    """Render each new event once for everybody who watches, until cancelled."""
    hub = hub_of(here.database)
    try:
        if hub.position is None:
            async with here.database.reading() as session:
                hub.begin(await last_position(session))
        while True:
            if not await _hand_out(here.database, hub):
                await here.database.notifier.wait(CHANNEL, here.database.notifier.net_seconds)
    finally:
        hub.close()


async def _hand_out(database: Database, hub: Hub[Frame]) -> bool:
    """Some of what is new, or none of it while nobody watches; returns whether more is waiting."""
    async with database.reading() as session:
        if not hub.watchers:
            newest_position = await last_position(session)
            if not hub.watchers:
                hub.begin(newest_position)
                return False
        new = await following(session, EventFilter(), hub.position or 0, BATCH)
    hub.publish([Frame.of(described) for described in new])
    return len(new) == BATCH


async def let_go(here: Context) -> None:
    """End the streams of sign-ins that have ended, until cancelled."""
    hub, notifier = hub_of(here.database), here.database.notifier
    while True:
        seconds, now = notifier.net_seconds, here.clock.now()
        if session_ids := hub.session_ids:
            async with here.database.reading() as session:
                found = await standings(session, session_ids, now)
            hub.keep_only(found)
            left = [(each.ends_at - now).total_seconds() for each in found.values()]
            seconds = min([seconds, *left])
        await notifier.wait(SIGN_INS, seconds)


@pages.get("")
async def list_events(
    wanted: Annotated[EventSearch, Query()],
    request: Request,
    me: Office,
    municipality: InSight,
    here: CurrentContext,
    session: Reading,
) -> Response:
    """The newest events, or older ones; the first page fills by itself."""
    asked, wanted = wanted, wanted.of(municipality)
    position = await last_position(session, municipality)
    found = await newest(session, wanted, PER_PAGE + 1, wanted.before)
    events, query = found[:PER_PAGE], asked.as_query()
    choice = here.settings.municipalities if me.role is AccessRole.OPERATOR else {municipality}
    older = query | {"before": str(events[-1].position)} if len(found) > PER_PAGE else None
    return pages.render(
        request,
        "events.html",
        events=events,
        wanted=asked,
        services=[(name, lane.title) for name, lane in LANES.items()],
        types=[(name, phrase.one) for name, phrase in PHRASES.items()],
        municipalities=await municipalities(session, choice),
        newest_page=_address(query) if wanted.before is not None else None,
        older_page=_address(older) if older else None,
        stream=f"/dashboard/ereignisse/strom?{urlencode(query | {'after': str(position)})}",
        now=here.clock.now(),
    )


@pages.get("/strom", response_model=None)
async def stream_events(
    wanted: Annotated[EventStream, Query()],
    request: Request,
    me: Office,
    municipality: InSight,
    here: CurrentContext,
    last_event_id: Annotated[str | None, Header()] = None,
) -> EventSourceResponse:
    """New events as they happen; ``Last-Event-ID`` or ``after`` replays what was missed.

    An id that is none of ours, as after a reset, replays nothing.
    """
    after = wanted.after if not last_event_id else _position(last_event_id)
    shutdown = anyio.Event()
    return SeatedStream(
        hub_of(here.database).seats,
        address_of(request),
        _bytes_of(here.database, wanted.of(municipality), after, me.session_id, shutdown),
        ping=HEARTBEAT_SECONDS,
        send_timeout=SEND_SECONDS,
        shutdown_event=shutdown,
        shutdown_grace_period=GRACE_SECONDS,
    )


def _position(last_event_id: str) -> int | None:
    """A position as we give them."""
    ours = last_event_id.isascii() and last_event_id.isdecimal() and len(last_event_id) <= 18
    return int(last_event_id) if ours else None


async def _bytes_of(
    database: Database,
    wanted: EventStream,
    after: int | None,
    session_id: UUID,
    shutdown: anyio.Event,
) -> AsyncGenerator[bytes]:
    yield ServerSentEvent(comment="Knotenpunkt", retry=RETRY_MILLISECONDS).encode()
    hub = hub_of(database)
    await hub.begun()
    with hub.watching(lambda frame: wanted.wants(frame.described.event), session_id) as watcher:
        database.notifier.notify(SIGN_INS)
        ending = asyncio.create_task(_end(watcher, shutdown))
        try:
            if after is not None and after > watcher.joined:
                after = await reached(database, after, wanted.municipality)
            async for frame in follow(database, wanted, after, watcher):
                yield frame.json if wanted.form == "json" else frame.html
        finally:
            ending.cancel()


async def reached(database: Database, after: int, municipality: str = "") -> int | None:
    """The position, unless it lies ahead of everything, as after a reset of the database."""
    async with database.reading() as session:
        return after if after <= await last_position(session, municipality) else None


async def _end(watcher: Watcher[Frame], shutdown: anyio.Event) -> None:
    await shutdown.wait()
    watcher.end()


async def follow(
    database: Database, wanted: EventFilter, after: int | None, watcher: Watcher[Frame]
) -> AsyncGenerator[Frame]:
    """What was missed since ``after``, then what happens, each event once."""
    if after is not None:
        async for frame in _missed(database, wanted, after, watcher.joined):
            yield frame
    async for frame in watcher.items():
        if after is None or frame.position > after:
            yield frame


async def _missed(
    database: Database, wanted: EventFilter, after: int, until: int
) -> AsyncGenerator[Frame]:
    ready = hub_of(database).recent(after)
    if ready is not None:
        for frame in ready:
            if frame.position <= until and wanted.wants(frame.described.event):
                yield frame
        return
    while after < until:
        async with database.reading() as session:
            found = await following(session, wanted, after, BATCH, until)
        for described in found:
            yield Frame.of(described)
        after = found[-1].position if len(found) == BATCH else until


def _address(query: dict[str, str]) -> str:
    return f"/dashboard/ereignisse?{urlencode(query)}" if query else "/dashboard/ereignisse"


def _encoded(position: int, data: str) -> bytes:
    one_line = " ".join(line.strip() for line in data.splitlines())
    return ServerSentEvent(one_line, id=str(position)).encode()
