"""A person's own feed at its secret address, and a municipality's public one."""

from collections.abc import Sequence

from fastapi import Response
from sqlalchemy.exc import NoResultFound

from services.trainings.calendar import queries as calendars
from services.trainings.calendar.values import Entry, calendar_of, etag_of
from shared.context import Context, CurrentContext, Reading
from shared.web.etags import IfNoneMatch, names
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.pace import strangers

pages = PageRouter(__package__, audience=Anybody, dependencies=[strangers])
OWN, PUBLIC = "private, no-cache", "public, max-age=3600"


@pages.get("/kalender/{secret}.ics")
async def own_feed(
    here: CurrentContext, session: Reading, secret: str, known: IfNoneMatch = ""
) -> Response:
    """The same for whoever asks; an address that is renewed or none is 404."""
    feed = await calendars.feed_by(session, secret)
    found = await calendars.own_entries(session, feed, here.clock.now())
    return _answer(here, found, "Meine Fortbildungen und Treffen", known, OWN)


@pages.get("/oeffentlich/{municipality}.ics")
async def public_feed(
    here: CurrentContext, session: Reading, municipality: str, known: IfNoneMatch = ""
) -> Response:
    """What the office has marked; empty where it has marked nothing."""
    if municipality not in here.settings.municipalities:
        raise NoResultFound
    found = await calendars.public_entries(session, municipality, here.clock.now())
    return _answer(here, found, "Fortbildungen und Treffen", known, PUBLIC)


def _answer(here: Context, entries: Sequence[Entry], name: str, known: str, cache: str) -> Response:
    etag = etag_of(entries, name)
    headers = {"ETag": etag, "Cache-Control": cache, "X-Robots-Tag": "noindex"}
    if names(known, etag):
        return Response(status_code=304, headers=headers)
    file = calendar_of(entries, here.settings.base_url, here.clock.now(), name)
    return Response(file, headers=headers, media_type="text/calendar")
