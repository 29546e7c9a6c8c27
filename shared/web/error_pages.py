"""The page a person sees instead of a problem document."""

from functools import cache

import structlog
from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from jinja2 import Environment
from sqlalchemy.exc import SQLAlchemyError

from shared.web.kit.layout import page_of, templates_in
from shared.web.kit.person import navigation, visitor
from shared.web.meter import found_route
from shared.web.problem import Problem
from shared.web.references import reference_of
from shared.web.security import is_behind_link
from shared.web.sessions.person import (
    ARRIVING,
    SIGNED_OUT,
    UNPROVEN,
    proof_address,
    sign_in_address,
    signed_in,
)

log = structlog.get_logger(__name__)

MAX_KINDS = 50
"""Of answers that a reader can name."""

_TEXTS = {
    400: (
        "Das hat nicht geklappt",
        "Die Angaben sind nicht lesbar angekommen. Bitte gehen Sie zurück und versuchen Sie es"
        " noch einmal.",
    ),
    401: ("Bitte anmelden", "Diese Seite ist nur nach einer Anmeldung zugänglich."),
    403: (
        "Kein Zugang",
        "Diese Seite ist für andere gedacht. Wenn Sie sie für Ihre Arbeit brauchen, hilft Ihnen"
        " Ihre Koordinierungsstelle oder der Betrieb weiter.",
    ),
    404: (
        "Seite nicht gefunden",
        "Diese Adresse gibt es hier nicht oder nicht mehr. Vielleicht ist sie beim Abschreiben"
        " verrutscht, oder jemand hat das, was hier stand, inzwischen gelöscht.",
    ),
    405: ("Das geht hier nicht", "Diese Seite kann auf diesem Weg nicht aufgerufen werden."),
    408: ("Das hat zu lange gedauert", "Bitte versuchen Sie es noch einmal."),
    409: (
        "Inzwischen hat sich etwas geändert",
        "Jemand war schneller. Es wurde nichts gespeichert: Bitte gehen Sie zurück, laden Sie die"
        " Seite neu und tragen Sie ein, was noch gilt.",
    ),
    410: (
        "Dieser Link ist abgelaufen",
        "Links aus unseren Nachrichten gelten nur eine begrenzte Zeit. "
        "Bitte fragen Sie bei der Stelle nach, die Ihnen geschrieben hat.",
    ),
    413: ("Zu viele Daten auf einmal", "Bitte kürzen Sie Ihre Angaben."),
    421: ("Hier falsch", "Unter dieser Adresse gibt es keine Seiten."),
    422: ("Angaben unvollständig", "Bitte gehen Sie zurück und prüfen Sie Ihre Angaben."),
    429: (
        "Einen Moment bitte",
        "Es kamen zu viele Anfragen auf einmal. Bitte warten Sie etwas und versuchen Sie es dann"
        " noch einmal.",
    ),
    503: (
        "Gerade nicht erreichbar",
        "Ein Teil von Knotenpunkt ist für den Moment nicht da. Bitte versuchen Sie es in einigen"
        " Minuten noch einmal; es ist nichts verloren gegangen.",
    ),
}
_LED = {SIGNED_OUT: sign_in_address, UNPROVEN: proof_address}
"""Where somebody is led who asks for a page; nothing they typed is lost."""
_OTHERWISE = (
    "Das hat nicht geklappt",
    "Der Fehler liegt bei uns und ist vermerkt. Bitte versuchen Sie es später noch einmal.",
)
_BY_CODE = {
    "link-invalid": (
        "Dieser Link ist nicht gültig",
        "Vielleicht wurde die Adresse beim Kopieren abgeschnitten. "
        "Bitte öffnen Sie den Link direkt aus der Nachricht.",
    ),
    ARRIVING: (
        "Einen Moment",
        "Ihre Anmeldung wird übernommen. Diese Seite lädt sich gleich von selbst neu.",
    ),
    "cross-site": (
        "Das kam von einer anderen Seite",
        "Bitte öffnen Sie die Seite hier und senden Sie das Formular noch einmal ab.",
    ),
}


def wants_page(request: Request) -> bool:
    """Pages have error pages, routes for programs documents; elsewhere the reader decides."""
    route = found_route(request.scope)
    if route is not None:
        return not route.include_in_schema
    if "api" in request.scope["path"].split("/"):
        return False
    weights = _weights(request.headers.get("accept", ""))
    machine = max(weights.get("application/json", 0.0), weights.get("application/problem+json", 0))
    return weights.get("text/html", 0.0) > machine


async def error_page(request: Request, problem: Problem) -> Response:
    """What went wrong, what to do now, and a number to ask about it."""
    if problem.code in _LED and request.method in ("GET", "HEAD"):
        return _lead(request, problem.code)
    await _look_up(request, problem)
    title, explanation = _BY_CODE.get(problem.code, _TEXTS.get(problem.status, _OTHERWISE))
    reference = reference_of(request)
    if problem.code != ARRIVING:
        route = getattr(request.scope.get("route"), "path", None)
        log.warning(
            "error page", reference=reference, status=problem.status, code=problem.code, route=route
        )
    behind_link = is_behind_link(request.scope)
    response = page_of(
        _templates(),
        request,
        "error.html",
        problem.status,
        navigation=[] if behind_link else navigation(request),
        visitor=None if behind_link else visitor(request),
        layout="plain.html" if behind_link else "layout.html",
        heading=title,
        explanation=explanation,
        reference=reference,
        number=problem.status,
        seconds=problem.headers.get("Retry-After") if problem.status == 429 else None,
        role_matters=problem.status == 403 and problem.code not in _BY_CODE,
        sign_in=sign_in_address("") if problem.status == 401 else "",
    )
    response.headers.update(problem.headers)
    return response


def _lead(request: Request, code: str) -> Response:
    """A page that refreshes itself is loaded anew, so that nothing of it stays in view."""
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Refresh": "true"})
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(_LED[code](target), 303)


async def _look_up(request: Request, problem: Problem) -> None:
    """Who is signed in, for the header; nobody where that cannot be told now."""
    if problem.status >= 500 or not hasattr(request.app.state, "context"):
        return
    try:
        await signed_in(request)
    except (SQLAlchemyError, OSError):
        request.state.signed_in = None


@cache
def _templates() -> Environment:
    return templates_in()


def _weights(accept: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for entry in accept.split(",", MAX_KINDS)[:MAX_KINDS]:
        media_type, *parameters = (part.strip() for part in entry.split(";"))
        weights[media_type.lower()] = _weight(parameters)
    return weights


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
