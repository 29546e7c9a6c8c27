"""A story for people: in figures, as a picture, step by step, and with its tasks."""

from html import escape
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response
from markupsafe import Markup

from services.dashboard.events.queries import last_position
from services.dashboard.events.values import Occurrence, lane_of
from services.dashboard.journeys.queries import journey, picture
from services.dashboard.journeys.rules import Step, nested, parties
from services.dashboard.journeys.values import Journey
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.german import clock_time, date_and_time, duration
from shared.web.kit.layout import indented
from shared.web.kit.person import InSight, Office
from shared.web.kit.router import PageRouter

MOST = 50
"""How many events of one step are listed; the API lists all."""
UNFOLDED = 10
"""Of how many the page holds the contents; of more, a page for each holds its own."""

pages = PageRouter(__package__, prefix="/geschichten", audience=Office)


@pages.get("/{correlation_id}")
async def show_journey(
    correlation_id: UUID,
    request: Request,
    municipality: InSight,
    here: CurrentContext,
    session: Reading,
    ereignis: str = "",
) -> Response:
    """The story as far as it has come, with the contents of one event among many."""
    position = await last_position(session, municipality)
    found = await journey(session, municipality, correlation_id, local_date(here.clock.now()))
    if found is None:
        return pages.render(request, "unknown.html", 404, correlation_id=correlation_id)
    query = {"correlation": str(correlation_id), "after": str(position), "form": "json"}
    return pages.render(
        request,
        "journey.html",
        journey=found,
        diagram=picture(found),
        lines=list(nested(found.steps)),
        parties=parties(found.tasks),
        lane_of=lane_of,
        asked=ereignis,
        most=MOST,
        contents=_contents,
        members=_members,
        stream=f"/dashboard/ereignisse/strom?{urlencode(query)}",
    )


def _contents(journey: Journey, fact: Occurrence) -> Markup:
    """All that is known of an event; of hundreds, a template is slower."""
    words = escape(journey.described[fact.id].description.words)
    when = f"{date_and_time(fact.time)}, {clock_time(fact.time)}"
    return Markup(  # noqa: S704 (what is not ours is escaped)
        '<dl class="kp-facts">\n'
        f"  <div><dt>Art</dt><dd><code>{escape(fact.type)}</code></dd></div>\n"
        f"  <div><dt>Kennung</dt><dd><code>{fact.id}</code></dd></div>\n"
        f"  <div><dt>Auslöser</dt><dd>{_cause(journey, fact)}</dd></div>\n"
        f"  <div><dt>Auf dem Bus</dt><dd><code>{escape(fact.topic)}</code>,"
        f" Schlüssel <code>{escape(fact.key)}</code></dd></div>\n"
        f"  <div><dt>Zeit</dt><dd>{when};"
        f" hier gesehen {duration(fact.seen_at - fact.time)} später</dd></div>\n"
        "</dl>\n"
        f'<pre tabindex="0" aria-label="Inhalt von {words}">'
        f"{escape(indented(fact.data), quote=False)}</pre>"
    )


def _cause(journey: Journey, fact: Occurrence) -> str:
    if fact.causation_id is None:
        return "keiner – hier beginnt die Geschichte"
    cause = journey.described.get(fact.causation_id)
    if cause is None:
        return f"<code>{fact.causation_id}</code> (nicht Teil dieser Geschichte)"
    words = escape(cause.description.words)
    return f'<a href="#ereignis-{fact.causation_id}">{words}</a>'


def _members(journey: Journey, step: Step[Occurrence], asked: str) -> Markup:
    """The events of a step, each to be unfolded; of many only the one that is asked for."""
    few = len(step.facts) <= UNFOLDED
    lines = [
        _whole(journey, fact, " open" if str(fact.id) == asked else "")
        if few or str(fact.id) == asked
        else _line(journey, fact)
        for fact in step.facts[:MOST]
    ]
    return Markup("\n".join(lines))  # noqa: S704 (what is not ours is escaped)


def _whole(journey: Journey, fact: Occurrence, opened: str) -> str:
    return (
        f'<li id="ereignis-{fact.id}"><details{opened}><summary>{_words(journey, fact)}</summary>'
        f"{_contents(journey, fact)}</details></li>"
    )


def _line(journey: Journey, fact: Occurrence) -> str:
    address = f"?ereignis={fact.id}#ereignis-{fact.id}"
    return f'<li id="ereignis-{fact.id}"><a href="{address}">{_words(journey, fact)}</a></li>'


def _words(journey: Journey, fact: Occurrence) -> str:
    described = journey.described[fact.id].description
    return (
        f"<span>{escape(described.detail or described.what)}</span>"
        f' <span class="kp-story__time">+{duration(journey.after(fact))}</span>'
    )
