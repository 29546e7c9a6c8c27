"""Turns every error of an application into a problem document, or into a page for a person."""

from collections.abc import Callable
from traceback import extract_tb

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm.exc import StaleDataError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.database.versions import Overtaken
from shared.faults import describe, is_transient
from shared.links import LinkExpired, LinkInvalid
from shared.signing.published import KeysUnknown
from shared.web.conflicts import problem_of_database
from shared.web.error_pages import error_page, wants_page
from shared.web.problem import (
    Problem,
    problem_response,
)
from shared.web.references import reference_of
from shared.web.validation import malformed_body, problem_of

LOGGED_FRAMES = 12

# Not http.HTTPStatus: its phrases, and so the codes, differ between versions of Python.
HANGS_UP = 499
"""What is counted, since nobody hears it, when a client leaves before it is answered."""

_TITLES = {
    408: "Request timeout",
    401: "Unauthenticated",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    410: "Gone",
    413: "Content too large",
    415: "Unsupported media type",
    422: "Invalid request",
    429: "Too many requests",
    500: "Internal error",
    503: "Unavailable",
}

log = structlog.get_logger(__name__)


def install_problems(app: FastAPI) -> None:
    """Call this before any other middleware is added: theirs then wraps the answers given here."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(LinkExpired, _on_expired)
    app.add_exception_handler(LinkInvalid, _on_unknown_link)
    app.add_exception_handler(KeysUnknown, _on_unknown_keys)
    app.add_exception_handler(NoResultFound, _on_absent)
    for overtaken in (Overtaken, StaleDataError):
        app.add_exception_handler(overtaken, _on_overtaken)
    app.add_exception_handler(ClientDisconnect, _on_hang_up)
    app.add_exception_handler(DBAPIError, _on_database)
    app.add_exception_handler(Exception, _on_unexpected)
    app.add_middleware(UnexpectedFaults)


class UnexpectedFaults:
    """Answers 500 inside the other middlewares, so that their headers are on it, too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except ClientDisconnect as gone:
            if not started:
                response = await _on_hang_up(Request(scope), gone)
                await response(scope, receive, send)
        except Exception as fault:
            if started:
                raise
            response = await _on_unexpected(Request(scope), fault)
            await response(scope, receive, send)


async def _on_problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return await _answer(request, problem)


async def _on_invalid(request: Request, invalid: Exception) -> Response:
    """An address with an id that is none leads a person nowhere; a program is told the field."""
    assert isinstance(invalid, RequestValidationError)
    if wants_page(request) and any(error["loc"][:1] == ("path",) for error in invalid.errors()):
        return await _answer(request, _by_status(404))
    return await _answer(request, problem_of(invalid))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code < 400:
        return Response(status_code=error.status_code, headers=error.headers)
    own: Problem | None = getattr(error, "problem", None)
    usual = malformed_body() if error.status_code == 400 else _by_status(error.status_code)
    problem = own or usual
    problem.headers.update(error.headers or {})
    return await _answer(request, problem)


async def _on_expired(request: Request, _: Exception) -> Response:
    return await _answer(request, Problem(410, "link-expired", "The link has expired"))


async def _on_unknown_link(request: Request, _: Exception) -> Response:
    return await _answer(request, Problem(404, "link-invalid", "The link is not valid"))


async def _on_unknown_keys(request: Request, _: Exception) -> Response:
    problem = Problem(
        503,
        "keys-unknown",
        "What was signed cannot be verified yet",
        "The service that signed it cannot be reached.",
        headers={"Retry-After": "2"},
    )
    return await _answer(request, problem)


async def _on_absent(request: Request, _: Exception) -> Response:
    return await _answer(request, Problem(404, "not-found", "Not found"))


async def _on_overtaken(request: Request, _: Exception) -> Response:
    return await _answer(
        request,
        Problem(
            409,
            "overtaken",
            "Somebody else has changed this meanwhile",
            "Nothing was stored. Read it anew, and repeat what still applies.",
        ),
    )


async def _on_hang_up(_: Request, __: Exception) -> Response:
    return Response(status_code=HANGS_UP)


async def _on_database(request: Request, error: Exception) -> Response:
    """What the database refuses because of what came in; anything else is a fault of ours."""
    assert isinstance(error, DBAPIError)
    problem = problem_of_database(error, getattr(request.app.state, "constraints", {}))
    return (
        await _on_unexpected(request, error) if problem is None else await _answer(request, problem)
    )


async def answer_problem(request: Request, problem: Problem) -> Response:
    """For middlewares, which no handler hears."""
    return await _answer(request, problem)


async def _on_unexpected(request: Request, fault: Exception) -> Response:
    route = getattr(request.scope.get("route"), "path", None)
    if is_transient(fault):
        log.warning(
            "request not possible now",
            route=route,
            reference=reference_of(request),
            fault=describe(fault),
        )
        return await _answer(request, _away())
    log.error(
        "request failed",
        method=request.method,
        route=route,
        reference=reference_of(request),
        fault=type(fault).__qualname__,
        frames=_frames(fault),
    )
    return await _answer(request, _by_status(500))


def _away() -> Problem:
    """Database or bus are away for the moment; a repeat with the same key does no harm."""
    return Problem(
        503, "temporarily-unavailable", "Temporarily unavailable", headers={"Retry-After": "2"}
    )


def _frames(fault: Exception) -> list[str]:
    """Where it happened; the message and the variables may hold what a person has typed."""
    frames = extract_tb(fault.__traceback__)[-LOGGED_FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


async def _answer(request: Request, problem: Problem) -> Response:
    if (write := _format_of(request)) is not None:
        return write(problem)
    if wants_page(request):
        return await error_page(request, problem)
    return problem_response(problem)


def _by_status(status: int) -> Problem:
    title = _TITLES.get(status, "The server failed" if status >= 500 else "Refused")
    return Problem(status, title.lower().replace(" ", "-"), title)


def _format_of(request: Request) -> Callable[[Problem], Response] | None:
    """How a standard wants problems written at its addresses."""
    formats = getattr(getattr(request.scope.get("app"), "state", None), "problem_formats", {})
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return next((write for start, write in formats.items() if path.startswith(start)), None)
