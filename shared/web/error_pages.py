"""The page a person sees instead of a problem document."""

from functools import cache

from fastapi import Request, Response
from jinja2 import Environment

from shared.web.kit.layout import page_of, templates_in
from shared.web.meter import found_route
from shared.web.problem import Problem

MAX_KINDS = 50
"""Of answers that a reader can name."""

_TEXTS = {
    400: ("Das hat nicht geklappt", "Die Angaben sind nicht lesbar angekommen."),
    401: ("Bitte anmelden", "Dieser Bereich ist nur nach einer Anmeldung zugänglich."),
    403: ("Kein Zugang", "Für diesen Bereich fehlt die Berechtigung."),
    404: ("Seite nicht gefunden", "Diese Adresse gibt es hier nicht oder nicht mehr."),
    405: ("Das geht hier nicht", "Diese Seite kann auf diesem Weg nicht aufgerufen werden."),
    409: ("Inzwischen hat sich etwas geändert", "Bitte laden Sie die Seite neu."),
    410: (
        "Dieser Link ist abgelaufen",
        "Links aus unseren Nachrichten gelten nur eine begrenzte Zeit. "
        "Bitte fragen Sie bei der Stelle nach, die Ihnen geschrieben hat.",
    ),
    408: ("Das hat zu lange gedauert", "Bitte versuchen Sie es noch einmal."),
    413: ("Zu viele Daten auf einmal", "Bitte kürzen Sie Ihre Angaben."),
    421: ("Hier falsch", "Unter dieser Adresse gibt es keine Seiten."),
    422: ("Angaben unvollständig", "Bitte gehen Sie zurück und prüfen Sie Ihre Angaben."),
    429: ("Einen Moment bitte", "Es kamen zu viele Anfragen auf einmal."),
    503: ("Gerade nicht erreichbar", "Bitte versuchen Sie es in einigen Minuten noch einmal."),
}
_OTHERWISE = (
    "Das hat nicht geklappt",
    "Der Fehler liegt bei uns und ist vermerkt. Bitte versuchen Sie es später noch einmal.",
)
_LINK_INVALID = (
    "Dieser Link ist nicht gültig",
    "Vielleicht wurde die Adresse beim Kopieren abgeschnitten. "
    "Bitte öffnen Sie den Link direkt aus der Nachricht.",
)


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


def error_page(request: Request, problem: Problem) -> Response:
    text = _TEXTS.get(problem.status, _OTHERWISE)
    title, explanation = _LINK_INVALID if problem.code == "link-invalid" else text
    response = page_of(
        _templates(), request, "error.html", problem.status, heading=title, explanation=explanation
    )
    response.headers.update(problem.headers)
    return response


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
